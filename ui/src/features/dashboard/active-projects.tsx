// The projects that take time now.
import { Link } from "@tanstack/react-router";
import { Target } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Project } from "../../bindings/Project";
import { buttonClass } from "../../components/button";
import { Card } from "../../components/card";
import { EmptyState } from "../../components/empty-state";
import { ProgressBar } from "../../components/progress-bar";
import { QueryState } from "../../components/query-state";
import { useProjects } from "../../data/queries";
import { formatIndex, formatNumber, formatPercent } from "../../lib/format";

const order = { key: 0, normal: 1, minor: 2 };

/** Up to five active projects, the weightiest first. */
export function ActiveProjects() {
  const { t } = useTranslation();
  const projects = useProjects();
  const active = (projects.data ?? [])
    .filter((project) => project.status === "active")
    .toSorted(
      (left, right) =>
        order[left.weight] - order[right.weight] ||
        (right.weekly_hours ?? 0) - (left.weekly_hours ?? 0),
    );
  return (
    <Card
      title={t("activeProjects.title")}
      end={
        <Link to="/projects" className="px-1 text-12 text-accent hover:underline">
          {t("dashboard.all", { count: projects.data?.length ?? 0 })}
        </Link>
      }
    >
      <QueryState query={projects}>{() => <Rows projects={active} />}</QueryState>
    </Card>
  );
}

function Rows({ projects }: { readonly projects: readonly Project[] }) {
  const { t } = useTranslation();
  if (projects.length === 0) {
    return (
      <EmptyState
        icon={Target}
        title={t("activeProjects.empty")}
        text={t("activeProjects.emptyText")}
        actions={
          <Link to="/projects" className={buttonClass({ small: true })}>
            {t("nav.projects")}
          </Link>
        }
      />
    );
  }
  return (
    <ul>
      {projects.slice(0, 5).map((project) => (
        <li
          key={project.id}
          data-testid="project-row"
          className="flex min-h-14.5 flex-col justify-center gap-1 border-line-subtle border-t px-4 py-1.5"
        >
          <span className="flex items-baseline justify-between gap-3">
            <span className="truncate font-medium">{project.name}</span>
            <span className="num shrink-0 text-11 text-text-3">
              {project.progress === null
                ? t("activeProjects.ongoing")
                : formatPercent(project.progress)}
            </span>
          </span>
          <ProgressBar share={project.progress} label={project.name} />
          <span className="num text-11 text-text-3">
            <Facts project={project} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Facts({ project }: { readonly project: Project }) {
  const { t } = useTranslation();
  const facts = [t(`weight.${project.weight}`)];
  if (project.weekly_hours !== null) {
    facts.push(t("activeProjects.hours", { hours: formatNumber(project.weekly_hours) }));
  }
  if (project.alignment !== null) {
    facts.push(t("activeProjects.aligned", { value: formatIndex(project.alignment) }));
  }
  return facts.join(" · ");
}
