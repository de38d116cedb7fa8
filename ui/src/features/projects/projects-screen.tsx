// Projects: what takes the week, how well it fits the direction, and the direction itself.
import { Plus, Target } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Project } from "../../bindings/Project";
import type { ProjectStatus } from "../../bindings/ProjectStatus";
import { Button } from "../../components/button";
import { Card } from "../../components/card";
import { EmptyState } from "../../components/empty-state";
import { NameDialog } from "../../components/name-dialog";
import { PageHead } from "../../components/page-head";
import { QueryState } from "../../components/query-state";
import { useSend } from "../../data/commands";
import { useProjects } from "../../data/queries";
import { DirectionCard } from "./direction-card";
import { ProjectRow } from "./project-row";

const order: readonly ProjectStatus[] = ["suggested", "active", "paused", "done", "rejected"];

/** The projects screen. */
export function ProjectsScreen() {
  const { t } = useTranslation();
  const send = useSend();
  const projects = useProjects();
  const [adding, setAdding] = useState(false);
  return (
    <div data-testid="projects" className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto max-w-240 pb-6">
        <PageHead
          title={t("nav.projects")}
          actions={
            <Button onClick={() => setAdding(true)}>
              <Plus aria-hidden className="size-3.5" />
              {t("projects.add")}
            </Button>
          }
        />
        <div className="flex flex-col gap-3.5 px-4 rail:px-6">
          <DirectionCard />
          <QueryState query={projects}>{(data) => <Groups projects={data} />}</QueryState>
        </div>
      </div>
      <NameDialog
        open={adding}
        title={t("projects.add")}
        onClose={() => setAdding(false)}
        onName={(name) => send({ type: "create_project", project: { name } })}
      />
    </div>
  );
}

function Groups({ projects }: { readonly projects: readonly Project[] }) {
  const { t } = useTranslation();
  if (projects.length === 0) {
    return (
      <Card>
        <EmptyState
          icon={Target}
          title={t("activeProjects.empty")}
          text={t("activeProjects.emptyText")}
        />
      </Card>
    );
  }
  return order
    .map((status) => ({
      status,
      rows: projects.filter((project) => project.status === status),
    }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ status, rows }) => (
      <Card key={status} title={t(`projectStatus.${status}`)}>
        <ul>
          {rows
            .toSorted((left, right) => left.name.localeCompare(right.name))
            .map((project) => (
              <ProjectRow key={project.id} project={project} />
            ))}
        </ul>
      </Card>
    ));
}
