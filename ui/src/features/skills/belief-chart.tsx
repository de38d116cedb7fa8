// The belief about a level as a density, with its 80 % area, its mean and the prior.
import { useTranslation } from "react-i18next";
import type { Belief } from "../../bindings/Belief";
import { formatLevel } from "../../lib/format";
import { betaDensity } from "./beta-density";

const prior = { alpha: 0.9, beta: 2.1 };
const height = 64;
const points = Array.from({ length: 101 }, (_, index) => index / 10);

/** The chart; its name says the result for those who do not see it. */
export function BeliefChart({
  belief,
  showPrior,
}: {
  readonly belief: Belief;
  readonly showPrior: boolean;
}) {
  const { t } = useTranslation();
  const density = points.map((level) => betaDensity(level / 10, belief.alpha, belief.beta));
  const before = points.map((level) => betaDensity(level / 10, prior.alpha, prior.beta));
  const top = Math.max(...density.slice(1, -1), 0.001);
  const y = (value: number) => height - Math.min(1, value / top) * (height - 6);
  const path = (values: readonly number[], from = 0) =>
    values.map((value, at) => `${at === 0 ? "M" : "L"}${points[at + from]} ${y(value)}`).join("");
  const inside = points
    .map((level, at) => ({ level, value: density[at] ?? 0 }))
    .filter(({ level }) => level >= belief.low && level <= belief.high);
  const area = inside.map(({ level, value }) => `L${level} ${y(value)}`).join("");
  const label = t("belief.label", {
    level: formatLevel(belief.level),
    low: formatLevel(belief.low),
    high: formatLevel(belief.high),
  });
  return (
    <div className="mt-2">
      <div role="img" aria-label={label} className="relative">
        <svg
          aria-hidden="true"
          viewBox={`0 0 10 ${height}`}
          preserveAspectRatio="none"
          className="block h-20 w-full overflow-visible fill-none"
        >
          {inside.length > 1 && (
            <path
              d={`M${inside[0]?.level} ${height}${area}L${inside.at(-1)?.level} ${height}Z`}
              className="fill-plan-band"
            />
          )}
          <path d={`M0 ${height}H10`} className="stroke-line" vectorEffect="non-scaling-stroke" />
          {showPrior && (
            <path
              d={path(before.slice(1, -1), 1)}
              className="stroke-base"
              strokeDasharray="3 3"
              strokeWidth="1"
              vectorEffect="non-scaling-stroke"
            />
          )}
          <path
            d={path(density)}
            className="stroke-plan"
            strokeWidth="2"
            strokeLinejoin="round"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        <span
          aria-hidden
          className="-ml-px absolute top-0 h-20 w-0.5 bg-text"
          style={{ left: `${belief.level * 10}%` }}
        />
      </div>
      <div aria-hidden className="num relative mt-1 h-4 text-11 text-text-3">
        {[0, 2, 4, 6, 8, 10].map((level) => (
          <span
            key={level}
            className="-translate-x-1/2 absolute first:translate-x-0 last:-translate-x-full"
            style={{ left: `${level * 10}%` }}
          >
            {level}
          </span>
        ))}
      </div>
      {showPrior && <p className="text-11 text-text-3">{t("belief.prior")}</p>}
    </div>
  );
}
