// How the fake answers commands about skills, projects, constraints and the state of life.
import type { Command } from "../bindings/Command";
import type { Decision } from "../bindings/Decision";
import type { Reply } from "../bindings/Reply";
import type { SkillView } from "../bindings/SkillView";
import type { FakeWorld } from "./fake";
import { constraint, project, skillView } from "./fake-records";

/** The answer to a command about the profile; null for any other. */
export function answerProfile(world: FakeWorld, command: Command): Reply | null {
  const { data } = world;
  switch (command.type) {
    case "list_skills":
      return { type: "skills", skills: data.skills };
    case "list_projects":
      return { type: "projects", projects: data.projects };
    case "list_constraints":
      return { type: "constraints", constraints: data.constraints };
    case "create_skill": {
      const { level, ...rest } = command.skill;
      const view = skillView({ ...rest, id: world.id(), by_hand: true, level }, level * 10, 0.5);
      return saveSkill(world, view);
    }
    case "update_skill":
      return updateSkill(world, command);
    case "create_project":
      return saveProject(world, project({ ...command.project, id: world.id() }));
    case "update_project": {
      const old = data.projects.find((one) => one.id === command.id);
      return old ? saveProject(world, { ...old, ...command.change }) : { type: "done" };
    }
    case "create_constraint":
      return saveConstraint(world, constraint({ ...command.constraint, id: world.id() }));
    case "update_constraint": {
      const old = data.constraints.find((one) => one.id === command.id);
      return old ? saveConstraint(world, { ...old, ...command.change }) : { type: "done" };
    }
    case "update_state":
      data.bootstrap.state = { ...data.bootstrap.state, ...command.change };
      world.emit({ type: "state_updated", state: data.bootstrap.state });
      world.announcePhysics();
      return { type: "done" };
    case "decide_findings":
      return decideFindings(world, command);
    default:
      return null;
  }
}

type CommandOf<T extends Command["type"]> = Extract<Command, { type: T }>;

function updateSkill(world: FakeWorld, command: CommandOf<"update_skill">): Reply {
  const view = world.data.skills.find(({ skill }) => skill.id === command.id);
  if (!view) return { type: "done" };
  const { decision, level, ...rest } = command.change;
  const skill = { ...view.skill, ...rest };
  const next: SkillView = { skill, belief: view.belief };
  if (level !== undefined) {
    next.belief = { ...view.belief, level: level * 10 };
    next.skill = { ...skill, level, status: "edited" };
  }
  if (decision !== undefined) next.skill = { ...next.skill, status: decision };
  return saveSkill(world, next);
}

function decideFindings(world: FakeWorld, command: CommandOf<"decide_findings">): Reply {
  const { data } = world;
  for (const old of data.findings.filter((one) => command.ids.includes(one.id))) {
    const { decision } = command;
    // A second edit adds to the first; any other word leaves none.
    const edit = decision === "edited" ? { ...old.edit, ...command.edit } : null;
    const finding = { ...old, decision, edit };
    data.findings = data.findings.map((one) => (one.id === old.id ? finding : one));
    world.emit({ type: "finding_updated", finding });
    decideTarget(world, finding.target, command.decision);
  }
  return { type: "done" };
}

function decideTarget(
  world: FakeWorld,
  target: FakeWorld["data"]["findings"][number]["target"],
  decision: Decision,
): void {
  const { data } = world;
  if (target.kind === "skill") {
    const view = data.skills.find(({ skill }) => skill.id === target.id);
    if (view) saveSkill(world, { ...view, skill: { ...view.skill, status: decision } });
  } else if (target.kind === "project") {
    const old = data.projects.find((one) => one.id === target.id);
    if (old) saveProject(world, { ...old, status: targetStatus(decision) });
  } else if (target.kind === "constraint") {
    const old = data.constraints.find((one) => one.id === target.id);
    if (old) saveConstraint(world, { ...old, status: targetStatus(decision) });
  }
}

function targetStatus(decision: Decision): "active" | "rejected" | "suggested" {
  if (decision === "rejected" || decision === "suggested") return decision;
  return "active";
}

function saveSkill(world: FakeWorld, view: SkillView): Reply {
  const { data } = world;
  const others = data.skills.filter(({ skill }) => skill.id !== view.skill.id);
  data.skills = [...others, view];
  world.emit({ type: "skill_updated", skill: view });
  world.announcePhysics();
  return { type: "done" };
}

function saveProject(world: FakeWorld, one: FakeWorld["data"]["projects"][number]): Reply {
  world.data.projects = [...world.data.projects.filter(({ id }) => id !== one.id), one];
  world.emit({ type: "project_updated", project: one });
  world.announcePhysics();
  return { type: "done" };
}

function saveConstraint(world: FakeWorld, one: FakeWorld["data"]["constraints"][number]): Reply {
  world.data.constraints = [...world.data.constraints.filter(({ id }) => id !== one.id), one];
  world.emit({ type: "constraint_updated", constraint: one });
  world.announcePhysics();
  return { type: "done" };
}
