// How findings are grouped: skills by area in the order they were found, then projects, constraints,
// direction. Groups and cards keep their place when more arrive. Pure.
import type { Category } from "../../bindings/Category";
import type { Finding } from "../../bindings/Finding";
import type { FindingEdit } from "../../bindings/FindingEdit";

/** What a group is called. */
export type GroupName = Category | "otherSkills" | "project" | "constraint" | "direction";

/** Findings that stand together. */
export interface FindingGroup {
  readonly name: GroupName;
  readonly findings: readonly Finding[];
}

const behindSkills: readonly GroupName[] = ["project", "constraint", "direction"];

/** The groups in the order of the panel. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<GroupName, Finding[]>();
  for (const finding of findings.toSorted(byTime)) {
    const name = groupOf(finding);
    groups.set(name, [...(groups.get(name) ?? []), finding]);
  }
  return [...groups]
    .map(([name, held]) => ({ name, findings: held }))
    .toSorted((left, right) => behindSkills.indexOf(left.name) - behindSkills.indexOf(right.name));
}

/** The findings nobody decided yet. */
export function undecided(findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => finding.decision === "suggested");
}

/** The card to go to after a decision: the next undecided one, or the first from the top. */
export function nextUndecided(findings: readonly Finding[], from: string): Finding | null {
  const at = findings.findIndex((finding) => finding.id === from);
  const others = [...findings.slice(at + 1), ...findings.slice(0, Math.max(0, at))];
  return others.find((finding) => finding.decision === "suggested") ?? null;
}

/** Which records a finding would be shown as: its name as accepted. */
export function shownName(finding: Finding): string {
  return finding.edit?.name ?? finding.name;
}

/** The level or severity as accepted, 0 to 1; null when it has none. */
export function shownLevel(finding: Finding): number | null {
  return finding.edit?.level ?? finding.level;
}

/** What the person changed in it, without what the server noted about that. */
export function changedIn({ edit }: Finding): FindingEdit {
  if (!edit) return {};
  const { replaced: _, ...changes } = edit;
  return changes;
}

function groupOf(finding: Finding): GroupName {
  if (finding.kind !== "skill") return finding.kind;
  return finding.edit?.category ?? finding.category ?? "otherSkills";
}

function byTime(left: Finding, right: Finding): number {
  return (
    left.created_at.localeCompare(right.created_at) ||
    left.quote.start - right.quote.start ||
    left.id.localeCompare(right.id)
  );
}
