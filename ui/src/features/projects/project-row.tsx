// One project with what counts about it; its fields open below it.
import { Check, Pencil } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Project } from "../../bindings/Project";
import { Button } from "../../components/button";
import { ProgressBar } from "../../components/progress-bar";
import { useSend } from "../../data/commands";
import { formatNumber, formatPercent } from "../../lib/format";
import { ProjectForm } from "./project-form";

/** A row of the list. */
export function ProjectRow({ project }: { readonly project: Project }) {
  const { t } = useTranslation();
  const send = useSend();
  const [editing, setEditing] = useState(false);
  const quote = project.evidence.find((one) => one.quote !== null)?.quote;
  const setStatus = (status: Project["status"]) =>
    void send({ type: "update_project", id: project.id, change: { status } });
  return (
    <li
      data-testid="project-row"
      data-project-id={project.id}
      data-status={project.status}
      className="border-line-subtle border-t px-4 py-2.5"
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-48 flex-1">
          <div className="flex items-baseline gap-3">
            <h3
              className={
                project.status === "rejected"
                  ? "font-medium text-text-3 line-through"
                  : "font-medium"
              }
            >
              {project.name}
            </h3>
            {project.progress !== null && (
              <span className="num text-11 text-text-3">{formatPercent(project.progress)}</span>
            )}
          </div>
          {quote && <p className="quoted mt-0.5 text-12 text-text-2">{quote.text}</p>}
          <p className="num mt-0.5 text-11 text-text-3">
            {t(`weight.${project.weight}`)}
            {" · "}
            {project.weekly_hours === null
              ? t("breakdown.hoursUnknown")
              : t("breakdown.hours", { hours: formatNumber(project.weekly_hours) })}
            {" · "}
            {project.alignment === null
              ? t("projects.alignmentUnknown")
              : t("projects.aligned", { share: formatPercent(project.alignment) })}
          </p>
        </div>
        <div className="ml-auto flex flex-wrap justify-end gap-1">
          {project.status === "suggested" && (
            <Button small onClick={() => setStatus("active")}>
              <Check aria-hidden className="size-3.5" />
              {t("skills.confirm")}
            </Button>
          )}
          {project.status === "suggested" && (
            <Button small kind="quiet" onClick={() => setStatus("rejected")}>
              {t("skills.reject")}
            </Button>
          )}
          <Button
            small
            kind="quiet"
            aria-expanded={editing}
            aria-label={t("projects.edit", { name: project.name })}
            onClick={() => setEditing(!editing)}
          >
            <Pencil aria-hidden className="size-3.5" />
            {t("skills.edit")}
          </Button>
        </div>
      </div>
      {project.status === "active" && project.progress !== null && (
        <div className="mt-2">
          <ProgressBar share={project.progress} label={project.name} />
        </div>
      )}
      {editing && <ProjectForm project={project} onClose={() => setEditing(false)} />}
    </li>
  );
}
