// The skills that changed last.
import { Link } from "@tanstack/react-router";
import { Shapes } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { SkillView } from "../../bindings/SkillView";
import { Badge } from "../../components/badge";
import { buttonClass } from "../../components/button";
import { Card } from "../../components/card";
import { ConfidenceBar } from "../../components/confidence-bar";
import { EmptyState } from "../../components/empty-state";
import { QueryState } from "../../components/query-state";
import { useSkills } from "../../data/queries";
import { formatLevel } from "../../lib/format";

/** The last five, each with how sure it is. */
export function RecentSkills({ confirmed }: { readonly confirmed: number }) {
  const { t } = useTranslation();
  const skills = useSkills();
  const kept = skills.data?.filter(({ skill }) => skill.status !== "rejected") ?? [];
  return (
    <Card
      title={t("recentSkills.title")}
      end={
        <span className="flex items-center gap-2 text-12">
          <span data-testid="confirmed-count" className="num text-text-3">
            {t("recentSkills.confirmed", { count: confirmed })}
          </span>
          <Link to="/skills" className="px-1 text-accent hover:underline">
            {t("dashboard.all", { count: kept.length })}
          </Link>
        </span>
      }
    >
      <QueryState query={skills}>{() => <Rows skills={kept} />}</QueryState>
    </Card>
  );
}

function Rows({ skills }: { readonly skills: readonly SkillView[] }) {
  const { t } = useTranslation();
  if (skills.length === 0) {
    return (
      <EmptyState
        icon={Shapes}
        title={t("recentSkills.empty")}
        text={t("recentSkills.emptyText")}
        actions={
          <Link to="/interview" className={buttonClass({ small: true })}>
            {t("dashboard.start")}
          </Link>
        }
      />
    );
  }
  const latest = skills
    .toSorted((left, right) => right.skill.updated_at.localeCompare(left.skill.updated_at))
    .slice(0, 5);
  return (
    <ul>
      {latest.map(({ skill, belief }) => (
        <li key={skill.id} className="border-line-subtle border-t">
          <Link
            to="/skills/$skillId"
            params={{ skillId: skill.id }}
            data-testid="recent-skill"
            data-skill-id={skill.id}
            data-status={skill.status}
            className="-outline-offset-2 flex min-h-11.5 items-center justify-between gap-3 px-4 py-1.5 last:rounded-b-lg hover:bg-hover"
          >
            <span className="min-w-0">
              <span className="block truncate font-medium">{skill.name}</span>
              <span className="num block text-11 text-text-3">
                {t("recentSkills.detail", {
                  category: t(`category.${skill.category}`),
                  level: formatLevel(belief.level),
                })}
              </span>
            </span>
            {skill.status === "suggested" && (
              <Badge tone="info">{t("skillStatus.suggested")}</Badge>
            )}
            {skill.status !== "suggested" && <ConfidenceBar share={belief.confidence} />}
          </Link>
        </li>
      ))}
    </ul>
  );
}
