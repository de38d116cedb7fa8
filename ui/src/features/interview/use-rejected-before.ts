// Which suggestions are of something that the person rejected for other words.
import type { Evidence } from "../../bindings/Evidence";
import type { Finding } from "../../bindings/Finding";
import { useConstraints, useProjects, useSkills } from "../../data/queries";

/** Tells of a suggestion whether its record was rejected before, for other evidence or as a whole. */
export function useRejectedBefore(): (finding: Finding) => boolean {
  const skills = useSkills().data;
  const projects = useProjects().data;
  const constraints = useConstraints().data;

  function evidence({ target }: Finding): readonly Evidence[] {
    switch (target.kind) {
      case "skill":
        return skills?.find(({ skill }) => skill.id === target.id)?.skill.evidence ?? [];
      case "project":
        return projects?.find((project) => project.id === target.id)?.evidence ?? [];
      case "constraint":
        return constraints?.find((constraint) => constraint.id === target.id)?.evidence ?? [];
      case "direction":
        return [];
    }
  }

  return (finding) =>
    finding.decision === "suggested" &&
    evidence(finding).some((one) => one.decision === "rejected" && one.finding_id !== finding.id);
}
