// The cards of a session in their groups. One tab stop; J, K and arrows go through the cards, and
// after a decision the focus goes to the next card that waits for one.
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Finding } from "../../bindings/Finding";
import type { FindingId } from "../../bindings/FindingId";
import { isMac } from "../../lib/shortcuts";
import { type FindingActions, FindingCard } from "./finding-card";
import { groupFindings, nextUndecided } from "./finding-groups";
import type { Decisions } from "./use-decisions";
import { useGroupTitle } from "./use-group-title";
import { useRejectedBefore } from "./use-rejected-before";

/** A card to be looked at now; a new object goes there again. */
export interface WantedCard {
  readonly id: FindingId;
}

/** What the list needs. */
export interface FindingsListProps {
  readonly findings: readonly Finding[];
  readonly decisions: Decisions;
  readonly wanted: WantedCard | null;
  onShowQuote(finding: Finding): void;
}

/** The cards; `only` leaves out all but some, `bare` the titles of their groups. */
export function FindingsList({
  findings,
  decisions,
  wanted,
  onShowQuote,
  only = () => true,
  bare = false,
}: FindingsListProps & { readonly only?: (finding: Finding) => boolean; readonly bare?: boolean }) {
  const { t } = useTranslation("interview");
  const groupTitle = useGroupTitle();
  const rejectedBefore = useRejectedBefore();
  const groups = groupFindings(findings);
  const ordered = groups.flatMap((group) => group.findings);
  const seen = ordered.filter(only);
  const [chosen, setChosen] = useState<FindingId | null>(null);
  const [looked, setLooked] = useState<ReadonlySet<FindingId>>(
    () => new Set(findings.map((finding) => finding.id)),
  );
  const list = useRef<HTMLDivElement>(null);
  const current =
    seen.find((finding) => finding.id === chosen) ??
    seen.find((finding) => finding.decision === "suggested") ??
    seen[0];
  const focus = (id: FindingId | undefined, or?: FindingId) => {
    const card = (wished: FindingId | undefined) =>
      list.current?.querySelector<HTMLElement>(`[data-finding-id="${wished}"]`);
    (card(id) ?? card(or))?.focus();
  };
  const goTo = useEffectEvent(focus);
  useEffect(() => {
    if (wanted) goTo(wanted.id);
  }, [wanted]);

  // Of a card that is not drawn the focus waits on the decided one.
  const settle = (finding: Finding) => focus(nextUndecided(ordered, finding.id)?.id, finding.id);
  const actions: FindingActions = {
    confirm(finding) {
      settle(finding);
      decisions.decide(finding, "confirmed");
    },
    change(finding, edit) {
      settle(finding);
      const changed = Object.keys(edit).length > 0;
      if (changed) decisions.decide(finding, "edited", edit);
      else decisions.decide(finding, "confirmed");
    },
    reject(finding) {
      settle(finding);
      decisions.decide(finding, "rejected");
    },
    undo(finding) {
      focus(finding.id);
      decisions.undo(finding);
    },
    showQuote: onShowQuote,
  };

  function pressed(event: KeyboardEvent<HTMLElement>): void {
    const meant = meaning(event);
    if (meant === null) return;
    event.preventDefault();
    const at = seen.findIndex((finding) => finding.id === current?.id);
    if (meant === "undo") focus(decisions.undoLast() ?? undefined);
    else focus(seen[at + meant]?.id);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys go through the cards inside
    <div ref={list} onKeyDown={pressed} className="flex flex-col gap-2">
      {groups.map((group) => {
        const held = group.findings.filter(only);
        return (
          held.length > 0 && (
            <section key={group.name} className="flex flex-col gap-2">
              <h3
                className={
                  bare
                    ? "sr-only"
                    : "flex justify-between px-1 pt-1.5 font-medium text-11 text-text-3"
                }
              >
                <span>{groupTitle(group.name)}</span>
                <span className="num">{held.length}</span>
              </h3>
              {held.map((finding) => (
                <FindingCard
                  key={finding.id}
                  finding={finding}
                  current={finding.id === current?.id}
                  rejectedBefore={rejectedBefore(finding)}
                  fresh={!looked.has(finding.id) && finding.decision === "suggested"}
                  actions={actions}
                  onCurrent={() => {
                    setChosen(finding.id);
                    setLooked(new Set(looked).add(finding.id));
                  }}
                />
              ))}
            </section>
          )
        );
      })}
      <span className="sr-only" role="status">
        {t("findings.review", {
          count: ordered.filter((finding) => finding.decision === "suggested").length,
        })}
      </span>
    </div>
  );
}

/** What a key means in the list: undo, a step to another card, or nothing. */
function meaning(event: KeyboardEvent): "undo" | number | null {
  const { target } = event;
  if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) return null;
  const mod = isMac ? event.metaKey : event.ctrlKey;
  if (mod) return event.key === "z" ? "undo" : null;
  return event.altKey ? null : (steps[event.key] ?? null);
}

const steps: Record<string, number> = {
  j: 1,
  J: 1,
  ArrowDown: 1,
  k: -1,
  K: -1,
  ArrowUp: -1,
};
