// What a session brought, from its findings and its summary: the accepted records with their words,
// and what can be said about them. Pure.
import type { Finding } from "../../bindings/Finding";
import type { FindingKind } from "../../bindings/FindingKind";
import type { SessionSummary } from "../../bindings/SessionSummary";
import { type KnownRegime, regimesBetween } from "../../lib/regimes";
import { type GroupName, groupFindings, shownLevel, shownName, undecided } from "./finding-groups";

/** An accepted record with the words of this session that it rests on. */
export interface Gain {
  readonly id: string;
  readonly name: string;
  /** As accepted, 0 to 1; null when it has none. */
  readonly level: number | null;
  /** Each once, however often it was said. */
  readonly quotes: readonly string[];
  /** How many accepted findings are about this record, at least 1. */
  readonly findings: number;
}

/** What was decided in a session, in findings; what a finding supports is counted by {@link gainsOf}. */
export interface Decided {
  readonly confirmed: number;
  readonly rejected: number;
  readonly open: number;
}

/** Accepted records of one kind. */
export interface Gains {
  readonly kind: FindingKind;
  readonly gains: readonly Gain[];
}

/** Something to say about a session. */
export type Remark =
  | { readonly kind: "moved"; readonly by: number }
  | { readonly kind: "first"; readonly value: number }
  | { readonly kind: "crossed"; readonly regime: KnownRegime }
  | { readonly kind: "area"; readonly area: GroupName; readonly names: readonly string[] }
  | { readonly kind: "strongest"; readonly name: string; readonly level: number }
  | { readonly kind: "heaviest"; readonly name: string; readonly level: number };

const order: readonly FindingKind[] = ["skill", "project", "constraint", "direction"];

/** How many findings were confirmed (edited or not), rejected, and not decided. */
export function decidedOf(findings: readonly Finding[]): Decided {
  return {
    confirmed: acceptedOf(findings).length,
    rejected: findings.filter(({ decision }) => decision === "rejected").length,
    open: undecided(findings).length,
  };
}

/** The accepted records by kind; findings of the same record stand together under the newest
 * name. */
export function gainsOf(findings: readonly Finding[]): Gains[] {
  const accepted = acceptedOf(findings);
  return order
    .map((kind) => ({ kind, gains: together(accepted.filter((one) => one.kind === kind)) }))
    .filter(({ gains }) => gains.length > 0);
}

/** What can be said, most telling first. */
export function remarksOn(summary: SessionSummary, findings: readonly Finding[]): Remark[] {
  const skills = acceptedOf(findings).filter((finding) => finding.kind === "skill");
  const areas = groupFindings(skills)
    .map(({ name, findings: held }) => ({ area: name, names: together(held).map(nameOf) }))
    .toSorted((left, right) => right.names.length - left.names.length);
  const [area] = areas.filter(({ names }) => names.length > 1);
  const strongest = highest(gainsOf(findings), "skill");
  const heaviest = highest(gainsOf(findings), "constraint");
  return [
    ...movement(summary),
    ...(area ? [{ kind: "area", ...area } as const] : []),
    ...(strongest ? [{ kind: "strongest", ...strongest } as const] : []),
    ...(heaviest ? [{ kind: "heaviest", ...heaviest } as const] : []),
  ];
}

function movement({ eta_before: before, eta_after: after }: SessionSummary): Remark[] {
  if (after === null) return [];
  if (before === null) return [{ kind: "first", value: after }];
  const [was] = regimesBetween(before, before);
  const [is] = regimesBetween(after, after);
  const crossed: Remark[] = is !== undefined && is !== was ? [{ kind: "crossed", regime: is }] : [];
  return [{ kind: "moved", by: after - before }, ...crossed];
}

function acceptedOf(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ decision }) => decision === "confirmed" || decision === "edited");
}

function together(findings: readonly Finding[]): Gain[] {
  const gains = new Map<string, Gain>();
  const oldestFirst = findings.toSorted((a, b) => a.created_at.localeCompare(b.created_at));
  for (const finding of oldestFirst) {
    const id = "id" in finding.target ? finding.target.id : finding.target.kind;
    const before = gains.get(id);
    gains.set(id, {
      id,
      name: shownName(finding),
      level: shownLevel(finding),
      quotes: [...new Set([...(before?.quotes ?? []), finding.quote.text])],
      findings: (before?.findings ?? 0) + 1,
    });
  }
  return [...gains.values()];
}

function highest(
  all: readonly Gains[],
  kind: FindingKind,
): { readonly name: string; readonly level: number } | undefined {
  const held = all.find((gains) => gains.kind === kind)?.gains ?? [];
  return held
    .flatMap(({ name, level }) => (level === null ? [] : [{ name, level }]))
    .toSorted((left, right) => right.level - left.level)[0];
}

function nameOf({ name }: Gain): string {
  return name;
}
