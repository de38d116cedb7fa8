// What η or one of its terms is made of, down to the record. The sums are the engine's.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { EscapeIndex } from "../../bindings/EscapeIndex";
import { Dialog } from "../../components/dialog";
import { useProjects } from "../../data/queries";
import { formatIndex, formatLevel, formatNumber, formatPercent } from "../../lib/format";

/** What can be broken down. */
export type Part = "eta" | "T" | "A" | "G" | "M";

/** The breakdown of one part; closed when there is none. */
export function BreakdownDialog({
  index,
  part,
  onClose,
}: {
  readonly index: EscapeIndex;
  readonly part: Part | null;
  onClose(): void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog
      wide
      testId="breakdown"
      open={part !== null}
      onClose={onClose}
      title={part ? t(`breakdown.${part}.title`) : ""}
    >
      {part && <p className="mb-3 text-12 text-text-2">{t(`breakdown.${part}.how`)}</p>}
      {part === "eta" && <Whole index={index} />}
      {part === "T" && <ThrustParts index={index} onClose={onClose} />}
      {part === "A" && <AlignmentParts index={index} />}
      {part === "G" && <GravityParts index={index} />}
      {part === "M" && <MassParts index={index} />}
    </Dialog>
  );
}

function Rows({ children }: { readonly children: ReactNode }) {
  return <ul className="border-line-subtle border-t">{children}</ul>;
}

function Row({
  name,
  detail,
  value,
  strong = false,
}: {
  readonly name: ReactNode;
  readonly detail?: string | undefined;
  readonly value: string;
  readonly strong?: boolean;
}) {
  return (
    <li className="flex min-h-9 items-center justify-between gap-4 border-line-subtle border-b py-1.5">
      <span className="flex min-w-0 flex-col">
        <span className={strong ? "font-semibold" : "font-medium"}>{name}</span>
        {detail && <span className="num text-11 text-text-3">{detail}</span>}
      </span>
      <span className={strong ? "num font-semibold" : "num text-text-2"}>{value}</span>
    </li>
  );
}

function Whole({ index }: { readonly index: EscapeIndex }) {
  const { t } = useTranslation();
  return (
    <Rows>
      <Row
        name={t("term.thrust")}
        detail={t("breakdown.thrustDetail", {
          alignment: formatIndex(index.thrust.alignment),
          raw: formatIndex(index.thrust.raw),
        })}
        value={formatIndex(index.thrust.value)}
      />
      <Row name={t("term.gravity")} value={`÷ ${formatIndex(index.gravity.value)}`} />
      <Row name={t("term.mass")} value={`÷ ${formatIndex(index.mass.value)}`} />
      <Row strong name={t("dashboard.eta")} value={formatIndex(index.value)} />
    </Rows>
  );
}

function ThrustParts({ index, onClose }: { readonly index: EscapeIndex; onClose(): void }) {
  const { t } = useTranslation();
  if (index.thrust.terms.length === 0) return <p>{t("breakdown.noSkills")}</p>;
  return (
    <Rows>
      {index.thrust.terms.map((term) => (
        <Row
          key={term.skill_id}
          name={
            <Link
              to="/skills/$skillId"
              params={{ skillId: term.skill_id }}
              className="hover:underline"
              onClick={onClose}
            >
              {term.name}
            </Link>
          }
          detail={t("breakdown.skillDetail", {
            level: formatLevel(term.level),
            share: formatPercent(term.utilisation),
            source: t(`breakdown.source.${term.source}`),
            weight: formatLevel(term.weight),
          })}
          value={formatIndex(term.contribution)}
        />
      ))}
      <Row strong name={t("dashboard.eta")} value={formatIndex(index.value)} />
    </Rows>
  );
}

function AlignmentParts({ index }: { readonly index: EscapeIndex }) {
  const { t } = useTranslation();
  const active = (useProjects().data ?? []).filter((project) => project.status === "active");
  if (index.thrust.alignment_assumed) return <p>{t("breakdown.assumed")}</p>;
  return (
    <Rows>
      {active.map((project) => (
        <Row
          key={project.id}
          name={project.name}
          detail={
            project.weekly_hours === null
              ? t("breakdown.hoursUnknown")
              : t("breakdown.hours", { hours: formatNumber(project.weekly_hours) })
          }
          value={project.alignment === null ? "–" : formatIndex(project.alignment)}
        />
      ))}
      <Row strong name={t("term.alignment")} value={formatIndex(index.thrust.alignment)} />
    </Rows>
  );
}

function GravityParts({ index }: { readonly index: EscapeIndex }) {
  const { t } = useTranslation();
  return (
    <Rows>
      <Row name={t("breakdown.base")} value={formatIndex(1)} />
      {index.gravity.terms.map((term) => (
        <Row
          key={term.constraint_id}
          name={term.name}
          detail={t(`constraintKind.${term.kind}`)}
          value={`+ ${formatIndex(term.value)}`}
        />
      ))}
      <Row strong name={t("term.gravity")} value={formatIndex(index.gravity.value)} />
    </Rows>
  );
}

function MassParts({ index }: { readonly index: EscapeIndex }) {
  const { t } = useTranslation();
  return (
    <Rows>
      <Row name={t("breakdown.base")} value={formatIndex(1)} />
      {index.mass.terms.map((term) => (
        <Row
          key={term.what}
          name={t(`breakdown.mass.${term.what}`)}
          detail={
            term.what === "hours"
              ? t("term.hours", { hours: formatNumber(term.hours) })
              : t(`term.${term.what}`, { count: term.count })
          }
          value={`+ ${formatIndex(term.value)}`}
        />
      ))}
      <Row strong name={t("term.mass")} value={formatIndex(index.mass.value)} />
    </Rows>
  );
}
