// A finding: a card while it waits for the person's word, one line afterwards. With the focus on it,
// Enter confirms, E edits, X rejects.
import { Anchor, Check, CircleCheck, CircleX, Compass, Pencil, Target } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Finding } from "../../bindings/Finding";
import type { FindingEdit } from "../../bindings/FindingEdit";
import { Badge } from "../../components/badge";
import { Button } from "../../components/button";
import { ConfidenceBar } from "../../components/confidence-bar";
import { KeyHint } from "../../components/key-hint";
import { classNames } from "../../lib/class-names";
import { formatLevel, formatNumber } from "../../lib/format";
import { FindingForm } from "./finding-form";
import { shownLevel, shownName } from "./finding-groups";

/** What can be done with a finding from its card. */
export interface FindingActions {
  confirm(finding: Finding): void;
  change(finding: Finding, edit: FindingEdit): void;
  reject(finding: Finding): void;
  undo(finding: Finding): void;
  showQuote(finding: Finding): void;
}

/** A finding in whatever state it is. */
export function FindingCard({
  finding,
  current,
  fresh,
  rejectedBefore,
  actions,
  onCurrent,
}: {
  readonly finding: Finding;
  /** Whether it is the one tab stop of the panel. */
  readonly current: boolean;
  /** Whether it came while the panel was open and was not looked at. */
  readonly fresh: boolean;
  /** Whether the person rejected the same for other words. */
  readonly rejectedBefore: boolean;
  readonly actions: FindingActions;
  onCurrent(): void;
}) {
  const { t } = useTranslation("interview");
  const [editing, setEditing] = useState(false);
  const card = useRef<HTMLElement>(null);
  const { decision } = finding;
  const open = decision === "suggested" || editing;

  function pressed(event: KeyboardEvent<HTMLElement>): void {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const key = event.key.toLowerCase();
    if (key === "enter" && decision === "suggested") actions.confirm(finding);
    else if (key === "e" && decision !== "rejected") setEditing(true);
    else if (key === "x" && decision !== "rejected") actions.reject(finding);
    else return;
    event.preventDefault();
  }

  return (
    <article
      ref={card}
      data-testid="finding"
      data-finding-id={finding.id}
      data-kind={finding.kind}
      data-decision={decision}
      aria-label={t("findings.card", {
        kind: t(`findings.kindOne.${finding.kind}`),
        name: shownName(finding),
        decision: t(`findings.decision.${decision}`),
      })}
      aria-keyshortcuts={decision === "suggested" ? "Enter E X" : undefined}
      tabIndex={current ? 0 : -1}
      onKeyDown={pressed}
      onFocus={onCurrent}
      className={classNames(
        "scroll-my-12 rounded-sheet border bg-surface",
        open ? "rise px-3 py-2.5" : "flex h-8.5 items-center gap-2 pr-1 pl-3 touch:h-11",
        decision === "rejected" && !open && "border-dashed bg-transparent text-text-3",
        open && fresh ? "border-accent" : "border-line",
        "focus:border-accent focus:ring-3 focus:ring-accent-soft focus-visible:outline-offset-0",
      )}
    >
      {editing ? (
        <FindingForm
          finding={finding}
          onCancel={() => {
            setEditing(false);
            card.current?.focus();
          }}
          onSave={(edit) => {
            setEditing(false);
            actions.change(finding, edit);
          }}
        />
      ) : open ? (
        <Suggested
          finding={finding}
          fresh={fresh}
          rejectedBefore={rejectedBefore}
          actions={actions}
          onEdit={() => setEditing(true)}
        />
      ) : (
        <Decided finding={finding} actions={actions} onEdit={() => setEditing(true)} />
      )}
    </article>
  );
}

function Suggested({
  finding,
  fresh,
  rejectedBefore,
  actions,
  onEdit,
}: {
  readonly finding: Finding;
  readonly fresh: boolean;
  readonly rejectedBefore: boolean;
  readonly actions: FindingActions;
  onEdit(): void;
}) {
  const { t } = useTranslation("interview");
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex min-h-5 items-start gap-2">
        <h4
          data-testid="finding-name"
          className="min-w-0 flex-1 font-semibold text-13 wrap-anywhere"
        >
          {shownName(finding)}
        </h4>
        {fresh && <Badge tone="info">{t("findings.new")}</Badge>}
      </div>
      <div className="flex items-center justify-between gap-2 text-12 text-text-2">
        <Level finding={finding} />
        <ConfidenceBar share={finding.probability} />
      </div>
      <button
        type="button"
        aria-description={t("findings.showQuote")}
        onClick={() => actions.showQuote(finding)}
        className="rounded-xs border-line border-l-2 py-0.5 pl-2.5 text-left text-12 text-text-2 hover:border-escaping hover:text-text"
      >
        <span data-testid="finding-quote" className="quoted wrap-anywhere">
          {finding.quote.text}
        </span>
      </button>
      {rejectedBefore && (
        <p data-testid="rejected-before" className="text-11 text-text-3">
          {t("findings.rejectedBefore")}
        </p>
      )}
      <div className="mt-0.5 flex flex-wrap gap-0.5 rail:-mx-1">
        <Button
          small
          data-testid="finding-confirm"
          className="flex-1 gap-1! px-1!"
          onClick={() => actions.confirm(finding)}
        >
          <Check aria-hidden className="size-3.5" />
          {t("findings.confirm")}
          <Hint>⏎</Hint>
        </Button>
        <Button
          kind="quiet"
          small
          className="gap-1! px-1!"
          data-testid="finding-edit"
          onClick={onEdit}
        >
          {t("findings.edit")}
          <Hint>E</Hint>
        </Button>
        <Button
          kind="quiet"
          small
          className="gap-1! px-1!"
          data-testid="finding-reject"
          onClick={() => actions.reject(finding)}
        >
          {t("findings.reject")}
          <Hint>X</Hint>
        </Button>
      </div>
    </div>
  );
}

function Hint({ children }: { readonly children: string }) {
  return (
    <span aria-hidden className="touch:hidden">
      <KeyHint>{children}</KeyHint>
    </span>
  );
}

function Level({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation("interview");
  const level = shownLevel(finding);
  if (level !== null) {
    return (
      <span>
        {finding.kind === "constraint" ? t("findings.severity") : t("findings.level")}{" "}
        <b data-testid="finding-level" className="num font-semibold text-text">
          {formatLevel(level * 10)}
        </b>
      </span>
    );
  }
  if (finding.hours_per_week !== null) {
    return <span>{t("findings.hours", { hours: formatNumber(finding.hours_per_week) })}</span>;
  }
  return <span>{t(`findings.kindOne.${finding.kind}`)}</span>;
}

const kindIcons = { skill: CircleCheck, project: Target, constraint: Anchor, direction: Compass };

function Decided({
  finding,
  actions,
  onEdit,
}: {
  readonly finding: Finding;
  readonly actions: FindingActions;
  onEdit(): void;
}) {
  const { t } = useTranslation("interview");
  const rejected = finding.decision === "rejected";
  const Icon = rejected ? CircleX : kindIcons[finding.kind];
  const name = shownName(finding);
  const level = shownLevel(finding);
  return (
    <>
      <Icon
        aria-hidden
        className={classNames("size-3.5 shrink-0", rejected ? "text-text-3" : "text-ok")}
      />
      <button
        type="button"
        aria-description={t("findings.showQuote")}
        onClick={() => actions.showQuote(finding)}
        className={classNames(
          "min-w-0 flex-1 truncate rounded-xs text-left font-medium",
          rejected && "line-through",
        )}
      >
        <span data-testid="finding-name">{name}</span>
      </button>
      {!rejected && level !== null && (
        <span data-testid="finding-level" className="num text-12 text-text-2">
          {formatLevel(level * 10)}
        </span>
      )}
      {!rejected && (
        <Button
          kind="quiet"
          small
          square
          data-testid="finding-edit"
          aria-label={`${t("findings.edit")}: ${name}`}
          onClick={onEdit}
        >
          <Pencil aria-hidden className="size-3.5" />
        </Button>
      )}
      <Button
        kind={rejected ? "link" : "quiet"}
        small
        data-testid="finding-undo"
        aria-label={t("findings.undoOf", { name })}
        onClick={() => actions.undo(finding)}
      >
        {t("findings.undo")}
      </Button>
    </>
  );
}
