// Skills: the list beside the one that is open. Below 900 px the list comes first, then the skill.
import { Link, useParams } from "@tanstack/react-router";
import { ArrowLeft, Shapes } from "lucide-react";
import { useTranslation } from "react-i18next";
import { buttonClass } from "../../components/button";
import { EmptyState } from "../../components/empty-state";
import { QueryState } from "../../components/query-state";
import { useSkills } from "../../data/queries";
import { useMedia } from "../../lib/use-media";
import { SkillDetail } from "./skill-detail";
import { SkillList } from "./skill-list";

/** The skills screen. */
export function SkillsScreen() {
  const { t } = useTranslation();
  const { skillId } = useParams({ strict: false });
  const beside = useMedia("(width >= 56.25rem)");
  const skills = useSkills();
  const showList = beside || skillId === undefined;
  const showDetail = beside || skillId !== undefined;
  return (
    <div
      data-testid="skills"
      className="grid min-h-0 flex-1 grid-cols-1 wide:grid-cols-[18.75rem_minmax(0,1fr)]"
    >
      {showList && (
        <div className="flex min-h-0 flex-col border-line wide:border-r">
          <QueryState query={skills} lines={8}>
            {(data) => <SkillList skills={data} openId={skillId} />}
          </QueryState>
        </div>
      )}
      {showDetail && (
        <div className="min-h-0 overflow-y-auto">
          {!beside && <BackToList />}
          {!beside && <h1 className="sr-only">{t("nav.skills")}</h1>}
          <Detail id={skillId} />
        </div>
      )}
    </div>
  );
}

function BackToList() {
  const { t } = useTranslation();
  return (
    <Link to="/skills" className={`${buttonClass({ kind: "quiet" })} mt-2 ml-2`}>
      <ArrowLeft aria-hidden className="size-4" />
      {t("skills.back")}
    </Link>
  );
}

function Detail({ id }: { readonly id: string | undefined }) {
  const { t } = useTranslation();
  const skills = useSkills().data;
  const view = skills?.find(({ skill }) => skill.id === id);
  if (view) return <SkillDetail key={view.skill.id} view={view} />;
  if (!skills || skills.length === 0) return null;
  return (
    <EmptyState
      className="wide:p-6"
      icon={Shapes}
      title={id === undefined ? t("skills.choose") : t("skills.unknown")}
      text={t("skills.chooseText")}
    />
  );
}
