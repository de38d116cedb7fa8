// One skill: what is believed about it, the words it rests on, and the person's word on it.
import { Check, CircleX, Pencil, Undo2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Decision } from "../../bindings/Decision";
import type { Skill } from "../../bindings/Skill";
import type { SkillView } from "../../bindings/SkillView";
import { Badge, type BadgeTone } from "../../components/badge";
import { Button } from "../../components/button";
import { ConfidenceBar } from "../../components/confidence-bar";
import { useSend } from "../../data/commands";
import { useBootstrap } from "../../data/queries";
import { formatIndex, formatLevel, formatPercent } from "../../lib/format";
import { showToast } from "../../lib/toasts";
import { BeliefChart } from "./belief-chart";
import { EditSkillDialog } from "./edit-skill-dialog";
import { EvidenceList } from "./evidence-list";

const statusTones: Record<Skill["status"], BadgeTone> = {
  suggested: "info",
  confirmed: "ok",
  edited: "ok",
  rejected: "line",
};

/** The open skill. */
export function SkillDetail({ view }: { readonly view: SkillView }) {
  const { t } = useTranslation();
  const { skill, belief } = view;
  const rejected = skill.status === "rejected";
  return (
    <article data-testid="skill-detail" data-skill-id={skill.id} className="p-4 rail:p-6">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2
          className={
            rejected
              ? "font-semibold text-20 text-text-3 tracking-[-0.015em] line-through"
              : "font-semibold text-20 tracking-[-0.015em]"
          }
        >
          {skill.name}
        </h2>
        <Badge tone={statusTones[skill.status]} icon={<StatusIcon status={skill.status} />}>
          {t(`skillStatus.${skill.status}`)}
        </Badge>
        <Badge>{t(`category.${skill.category}`)}</Badge>
        <span className="flex-1" />
        <Actions view={view} />
      </header>
      <Figures view={view} />
      {skill.status === "suggested" && (
        <p className="mt-2 text-12 text-text-3">{t("figure.notCounted")}</p>
      )}
      <div className="mt-5 grid gap-x-8 gap-y-5 full:grid-cols-2">
        <section aria-label={t("belief.title")}>
          <div className="flex items-baseline justify-between gap-2">
            <h3 className="font-semibold">{t("belief.title")}</h3>
            <span className="num text-11 text-text-3">
              {t("belief.interval", {
                low: formatLevel(belief.low),
                high: formatLevel(belief.high),
              })}
            </span>
          </div>
          <BeliefChart belief={belief} showPrior={skill.before_edit === null} />
        </section>
        <EvidenceList evidence={skill.evidence} byHand={skill.by_hand} />
      </div>
    </article>
  );
}

function StatusIcon({ status }: { readonly status: Skill["status"] }) {
  if (status === "confirmed" || status === "edited") return <Check aria-hidden />;
  return status === "rejected" ? <CircleX aria-hidden /> : null;
}

function Actions({ view }: { readonly view: SkillView }) {
  const { t } = useTranslation();
  const send = useSend();
  const [editing, setEditing] = useState(false);
  const { skill } = view;
  const suggested = skill.status === "suggested";
  const decide = async (decision: Decision) => {
    const change = (to: Decision) =>
      send({ type: "update_skill", id: skill.id, change: { decision: to } });
    const before = skill.status;
    if (await change(decision)) return;
    if (decision === "suggested") return;
    showToast({
      kind: "done",
      text: t(`skills.done.${decision}`, { name: skill.name }),
      action: { label: t("action.undo"), run: () => void change(before) },
    });
  };
  return (
    <div className="flex flex-wrap gap-2">
      {suggested && (
        <Button kind="primary" data-testid="skill-confirm" onClick={() => void decide("confirmed")}>
          <Check aria-hidden className="size-3.5" />
          {t("skills.confirm")}
        </Button>
      )}
      {skill.status !== "rejected" && (
        <Button data-testid="skill-edit" onClick={() => setEditing(true)}>
          <Pencil aria-hidden className="size-3.5" />
          {t("skills.edit")}
        </Button>
      )}
      {skill.status !== "rejected" && (
        <Button kind="quiet" data-testid="skill-reject" onClick={() => void decide("rejected")}>
          {t("skills.reject")}
        </Button>
      )}
      {!suggested && (
        <Button kind="quiet" data-testid="skill-undo" onClick={() => void decide("suggested")}>
          <Undo2 aria-hidden className="size-3.5" />
          {t("action.undo")}
        </Button>
      )}
      <EditSkillDialog view={view} open={editing} onClose={() => setEditing(false)} />
    </div>
  );
}

function Figures({ view }: { readonly view: SkillView }) {
  const { t } = useTranslation();
  const { skill, belief } = view;
  const terms = useBootstrap((bootstrap) => bootstrap.index.thrust.terms).data;
  const term = terms?.find((one) => one.skill_id === skill.id);
  return (
    <dl className="mt-4 flex flex-wrap gap-x-7 gap-y-3">
      <Figure name={t("figure.level")}>
        <span data-testid="skill-level" className="num font-semibold text-16">
          {formatLevel(belief.level)}
        </span>{" "}
        <span className="text-12 text-text-3">{t("figure.ofTen")}</span>
      </Figure>
      <Figure name={t("figure.confidence")}>
        <ConfidenceBar share={belief.confidence} className="h-6" />
      </Figure>
      {term && (
        <>
          <Figure name={t("figure.share")}>
            <span className="num font-semibold text-16">{formatPercent(term.utilisation)}</span>{" "}
            <span className="text-12 text-text-3">{t(`breakdown.source.${term.source}`)}</span>
          </Figure>
          <Figure name={t("figure.weight")}>
            <span className="num font-semibold text-16">{formatLevel(term.weight)}</span>
          </Figure>
          <Figure name={t("figure.adds")}>
            <span className="num font-semibold text-16">{formatIndex(term.contribution)}</span>
          </Figure>
        </>
      )}
    </dl>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-11 text-text-3">{name}</dt>
      <dd className="whitespace-nowrap">{children}</dd>
    </div>
  );
}
