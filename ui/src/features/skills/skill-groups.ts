// How the list of skills is ordered and filtered. Pure.
import type { Category } from "../../bindings/Category";
import type { SkillView } from "../../bindings/SkillView";

/** A part of the list. */
export interface SkillGroup {
  readonly name: Category | "suggested" | "rejected";
  readonly skills: readonly SkillView[];
}

/** Suggested first, then what counts by category (the largest first), then rejected. Keeps what has
 * the filter in its name or the name of its category. */
export function groupSkills(
  skills: readonly SkillView[],
  filter: string,
  categoryName: (category: Category) => string,
): SkillGroup[] {
  const wanted = filter.trim().toLocaleLowerCase();
  const kept = skills
    .filter(({ skill }) =>
      `${skill.name}\n${categoryName(skill.category)}`.toLocaleLowerCase().includes(wanted),
    )
    .toSorted(
      (left, right) =>
        right.belief.level - left.belief.level || left.skill.name.localeCompare(right.skill.name),
    );
  const byStatus = (status: SkillView["skill"]["status"]) =>
    kept.filter(({ skill }) => skill.status === status);
  const counted = [...byStatus("confirmed"), ...byStatus("edited")].toSorted(
    (left, right) => right.belief.level - left.belief.level,
  );
  const categories = byCategory(counted);
  const groups: SkillGroup[] = [
    { name: "suggested", skills: byStatus("suggested") },
    ...[...categories]
      .map(([name, list]) => ({ name, skills: list }))
      .toSorted((left, right) => right.skills.length - left.skills.length),
    { name: "rejected", skills: byStatus("rejected") },
  ];
  return groups.filter((group) => group.skills.length > 0);
}

function byCategory(skills: readonly SkillView[]): Map<Category, SkillView[]> {
  const groups = new Map<Category, SkillView[]>();
  for (const view of skills) {
    const list = groups.get(view.skill.category) ?? [];
    groups.set(view.skill.category, [...list, view]);
  }
  return groups;
}
