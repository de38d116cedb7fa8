// The measuring rule of η: five regimes, the 80 % interval and a needle. Used for η only.
import { useTranslation } from "react-i18next";
import type { Regime } from "../bindings/Regime";
import { classNames } from "../lib/class-names";
import { formatIndex, formatLevel, formatRange } from "../lib/format";
import { regimeIcons } from "./regime-badge";

const scaleLow = 0.4;
const scaleHigh = 1.8;

interface Zone {
  readonly regime: Exclude<Regime, "unknown">;
  readonly from: number;
  readonly to: number;
  readonly fill: string;
  readonly foot: string;
  readonly word: string;
}

const zones: readonly Zone[] = [
  {
    regime: "falling",
    from: scaleLow,
    to: 0.7,
    fill: "bg-falling-soft",
    foot: "border-falling",
    word: "text-falling",
  },
  {
    regime: "approaching",
    from: 0.7,
    to: 0.9,
    fill: "bg-approaching-soft",
    foot: "border-approaching",
    word: "text-approaching",
  },
  {
    regime: "threshold",
    from: 0.9,
    to: 1.1,
    fill: "bg-threshold-soft",
    foot: "border-threshold",
    word: "text-threshold",
  },
  {
    regime: "escaping",
    from: 1.1,
    to: 1.5,
    fill: "bg-escaping-soft",
    foot: "border-escaping",
    word: "text-escaping",
  },
  {
    regime: "free",
    from: 1.5,
    to: scaleHigh,
    fill: "bg-free-soft",
    foot: "border-free",
    word: "text-free",
  },
];

const ticks = Array.from({ length: 71 }, (_, index) => ({
  place: (index / 70) * 100,
  long: index % 5 === 0,
}));

/** Where a value stands on the scale, in percent, held at the ends. */
function place(value: number): number {
  const share = (value - scaleLow) / (scaleHigh - scaleLow);
  return Math.min(1, Math.max(0, share)) * 100;
}

/** What the rule shows; null is the empty rule. */
export interface Reading {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The rule, with a reading or empty. */
export function Rule({ reading }: { readonly reading: Reading | null }) {
  const { t } = useTranslation();
  const label = reading
    ? t("rule.label", {
        value: formatIndex(reading.value),
        interval: formatRange(formatIndex(reading.low), formatIndex(reading.high)),
      })
    : t("rule.empty");
  return (
    <div role="img" aria-label={label} className="@container relative h-14.5 select-none">
      <Bounds />
      <Ticks />
      {zones.map((zone) => (
        <ZoneStrip
          key={zone.regime}
          zone={zone}
          current={reading !== null && reading.value >= zone.from && reading.value < zone.to}
          empty={reading === null}
        />
      ))}
      {reading && <Needle reading={reading} />}
    </div>
  );
}

function Bounds() {
  return [0.7, 0.9, 1.1, 1.5].map((bound) => (
    <span
      key={bound}
      className="num absolute top-0 -translate-x-1/2 font-medium text-11 text-text-2 leading-3"
      style={{ left: `${place(bound)}%` }}
    >
      {formatLevel(bound)}
    </span>
  ));
}

function Ticks() {
  return (
    <svg aria-hidden="true" className="absolute top-3.5 h-1.5 w-full overflow-visible">
      {ticks.map((tick) => (
        <line
          key={tick.place}
          x1={`${tick.place}%`}
          x2={`${tick.place}%`}
          y1={tick.long ? 0 : 3}
          y2={6}
          className={tick.long ? "stroke-text-3" : "stroke-line max-[30rem]:hidden"}
        />
      ))}
    </svg>
  );
}

function ZoneStrip({
  zone,
  current,
  empty,
}: {
  readonly zone: Zone;
  readonly current: boolean;
  readonly empty: boolean;
}) {
  const { t } = useTranslation();
  const Icon = regimeIcons[zone.regime];
  const left = place(zone.from);
  const width = place(zone.to) - left;
  return (
    <div className="absolute top-5.5 px-px" style={{ left: `${left}%`, width: `${width}%` }}>
      <div className={classNames("h-3.75 rounded-[2px] border-b-2", zone.fill, zone.foot)} />
      <span
        className={classNames(
          "flex items-center gap-1 px-1 pt-1 font-medium text-11 leading-3.5",
          zone.word,
        )}
      >
        <Icon
          aria-hidden
          className={classNames(
            "size-3 shrink-0 stroke-2 @2xl:hidden",
            !current && !empty && "hidden",
          )}
        />
        <span
          className={classNames(
            "@2xl:inline",
            current && !empty ? "inline whitespace-nowrap" : "hidden",
          )}
        >
          {t(`regime.${zone.regime}`)}
        </span>
      </span>
    </div>
  );
}

function Needle({ reading }: { readonly reading: Reading }) {
  const low = place(reading.low);
  const high = place(reading.high);
  const beyond = reading.value > scaleHigh ? "→" : reading.value < scaleLow ? "←" : null;
  const at = place(reading.value);
  return (
    <>
      <div
        className="absolute top-6.25 h-2 min-w-px border-text-2 border-x-[1.5px] transition-[left,width] duration-(--t-slow) ease-in-out"
        style={{ left: `${low}%`, width: `${high - low}%` }}
      >
        <div className="h-full rounded-[4px] bg-text opacity-25" />
      </div>
      <div
        className="pointer-events-none absolute top-3 transition-[left] duration-(--t-slow) ease-in-out"
        style={{ left: `${at}%` }}
      >
        <svg aria-hidden="true" viewBox="0 0 10 28" className="-ml-1.25 h-7 w-2.5 fill-text">
          <path d="M0 0h10L5 7z" />
          <rect x="3.75" y="6" width="2.5" height="21" rx="1.25" />
        </svg>
        {beyond && (
          <span
            className={classNames(
              "num absolute top-0 whitespace-nowrap bg-surface px-1 font-semibold text-11 leading-3",
              at > 50 ? "right-full mr-1.5 -translate-x-0" : "left-2",
            )}
          >
            {beyond} {formatIndex(reading.value)}
          </span>
        )}
      </div>
    </>
  );
}
