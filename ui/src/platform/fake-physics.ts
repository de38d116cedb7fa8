// η for the fake, by the formulas of the domain but without draws: the interval is only plausible.
// The real one is computed by the engine.
import type { Constraint } from "../bindings/Constraint";
import type { ConstraintKind } from "../bindings/ConstraintKind";
import type { EscapeIndex } from "../bindings/EscapeIndex";
import type { LifeState } from "../bindings/LifeState";
import type { MassTerm } from "../bindings/MassTerm";
import type { Missing } from "../bindings/Missing";
import type { Project } from "../bindings/Project";
import type { Regime } from "../bindings/Regime";
import type { SkillView } from "../bindings/SkillView";

const kindWeights: Record<ConstraintKind, number> = {
  financial: 1,
  health: 0.8,
  obligation: 0.8,
  time: 0.8,
  environment: 0.6,
  doubt: 0.6,
  distraction: 0.4,
};

interface Inputs {
  readonly skills: readonly SkillView[];
  readonly projects: readonly Project[];
  readonly constraints: readonly Constraint[];
  readonly state: LifeState;
}

/** η and its parts for these records. */
export function fakeIndex(inputs: Inputs, at: string): EscapeIndex {
  const active = inputs.projects.filter((project) => project.status === "active");
  const confirmed = inputs.skills.filter(({ skill }) => /confirmed|edited/.test(skill.status));
  const alignment = alignmentOf(active);
  const gravity = gravityOf(inputs.constraints);
  const mass = massOf(active, inputs.state);
  const parts = confirmed.map(({ skill, belief }) => {
    const given = skill.hours_per_week === null ? null : skill.hours_per_week / 40;
    const utilisation = given ?? 1.2 / (confirmed.length + 4);
    const linked = active.some((project) => project.skill_ids.includes(skill.id));
    return { skill, belief, utilisation, given, weight: linked ? 1.5 : 1 };
  });
  const raw = parts.reduce((sum, p) => sum + p.belief.level * p.utilisation * p.weight, 0);
  const divisor = gravity.value * mass.value;
  const value = (alignment * raw) / divisor;
  const missing = missingOf(confirmed.length, inputs.state);
  return {
    at,
    value,
    low: value * 0.86,
    high: value * 1.13,
    regime: missing.length > 0 ? "unknown" : regimeOf(value),
    missing,
    confirmed_skills: confirmed.length,
    thrust: {
      value: alignment * raw,
      raw,
      alignment,
      alignment_assumed: active.length === 0,
      terms: parts
        .map((p) => ({
          skill_id: p.skill.id,
          name: p.skill.name,
          status: p.skill.status,
          level: p.belief.level,
          utilisation: p.utilisation,
          source: p.given === null ? ("assumed" as const) : ("stated" as const),
          weight: p.weight,
          contribution: (alignment * p.belief.level * p.utilisation * p.weight) / divisor,
        }))
        .toSorted((left, right) => right.contribution - left.contribution),
    },
    gravity,
    mass,
  };
}

function alignmentOf(active: readonly Project[]): number {
  if (active.length === 0) return 0.5;
  const hours = active.reduce((sum, project) => sum + (project.weekly_hours ?? 1), 0);
  const sum = active.reduce(
    (total, project) => total + (project.weekly_hours ?? 1) * (project.alignment ?? 0.5),
    0,
  );
  return sum / hours;
}

function gravityOf(constraints: readonly Constraint[]): EscapeIndex["gravity"] {
  const terms = constraints
    .filter((constraint) => constraint.status === "active")
    .map(({ id, name, kind, severity }) => ({
      constraint_id: id,
      name,
      kind,
      value: kindWeights[kind] * severity,
    }));
  const value = 1 + terms.reduce((sum, term) => sum + term.value, 0);
  return { value: Math.min(10, value), at_limit: value > 10, terms };
}

function massOf(active: readonly Project[], state: LifeState): EscapeIndex["mass"] {
  const projects = Math.max(0, active.length - 1);
  const hours = Math.max(0, (state.weekly_hours ?? 40) - 40);
  const dependants = state.dependants ?? 0;
  const terms: MassTerm[] = [
    { what: "projects", count: projects, value: 0.15 * projects },
    { what: "dependants", count: dependants, value: 0.1 * dependants },
    { what: "hours", hours, value: 0.02 * hours },
  ];
  const value = 1 + terms.reduce((sum, term) => sum + term.value, 0);
  return { value: Math.min(10, value), at_limit: value > 10, terms };
}

function missingOf(confirmed: number, state: LifeState): Missing[] {
  const missing: Missing[] = [];
  if (confirmed < 5) missing.push({ what: "skills", needed: 5 - confirmed });
  for (const what of ["direction", "constraints", "dependants"] as const) {
    if (!state.asked[what]) missing.push({ what });
  }
  return missing;
}

function regimeOf(value: number): Regime {
  if (value < 0.7) return "falling";
  if (value < 0.9) return "approaching";
  if (value < 1.1) return "threshold";
  return value < 1.5 ? "escaping" : "free";
}
