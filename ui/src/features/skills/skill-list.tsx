// The list of skills with its filter: what waits for a word of the person first, then what counts
// by category, then what was rejected.
import { Link } from "@tanstack/react-router";
import { FileInput, Plus, Search, Shapes } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { SkillView } from "../../bindings/SkillView";
import { Badge } from "../../components/badge";
import { Button, buttonClass } from "../../components/button";
import { ConfidenceBar } from "../../components/confidence-bar";
import { EmptyState } from "../../components/empty-state";
import { searchClass } from "../../components/field";
import { KeyHint } from "../../components/key-hint";
import { Tooltip } from "../../components/tooltip";
import { classNames } from "../../lib/class-names";
import { formatLevel } from "../../lib/format";
import { useShortcuts } from "../../lib/shortcuts";
import { NewSkillDialog } from "./new-skill-dialog";
import { groupSkills } from "./skill-groups";

/** The list; `openId` is the skill shown beside it. */
export function SkillList({
  skills,
  openId,
}: {
  readonly skills: readonly SkillView[];
  readonly openId: string | undefined;
}) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState("");
  const [adding, setAdding] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useShortcuts([{ key: "/", run: () => field.current?.focus() }]);
  const groups = groupSkills(skills, filter, (category) => t(`category.${category}`));
  return (
    <>
      <div className="flex items-center gap-1 px-4 pt-3.5 pb-2">
        <h1 className="font-semibold text-20 tracking-[-0.015em]">{t("nav.skills")}</h1>
        <span className="flex-1" />
        <Tooltip text={t("import.open")}>
          <Link
            to="/import"
            aria-label={t("import.open")}
            className={buttonClass({ kind: "quiet", small: true, square: true })}
          >
            <FileInput aria-hidden className="size-4" />
          </Link>
        </Tooltip>
        <Tooltip text={t("skills.add")}>
          <Button small square aria-label={t("skills.add")} onClick={() => setAdding(true)}>
            <Plus aria-hidden className="size-4" />
          </Button>
        </Tooltip>
      </div>
      {skills.length > 0 && (
        <div className="relative mx-4 mb-1">
          <Search
            aria-hidden
            className="-translate-y-1/2 absolute top-1/2 left-2.5 size-3.5 text-text-3"
          />
          <input
            ref={field}
            type="search"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") {
                setFilter("");
                event.currentTarget.blur();
              }
            }}
            aria-label={t("skills.filter", { count: skills.length })}
            placeholder={t("skills.filter", { count: skills.length })}
            className={classNames(searchClass, "w-full pr-9 pl-8")}
          />
          {filter === "" && (
            <span aria-hidden className="-translate-y-1/2 absolute top-1/2 right-2 touch:hidden">
              <KeyHint>/</KeyHint>
            </span>
          )}
        </div>
      )}
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        {skills.length === 0 && <NoSkills />}
        {skills.length > 0 && groups.length === 0 && (
          <p className="px-2 py-3 text-text-3">{t("skills.noMatch")}</p>
        )}
        {groups.map((group) => (
          <section key={group.name} aria-label={groupTitle(group.name)}>
            <h2 className="flex justify-between px-2 pt-3 pb-1 font-medium text-11 text-text-3">
              {groupTitle(group.name)}
              <span className="num">{group.skills.length}</span>
            </h2>
            <ul>
              {group.skills.map((view) => (
                <Row key={view.skill.id} view={view} open={view.skill.id === openId} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <NewSkillDialog open={adding} onClose={() => setAdding(false)} />
    </>
  );

  function groupTitle(name: (typeof groups)[number]["name"]): string {
    return name === "suggested" || name === "rejected"
      ? t(`skillStatus.${name}`)
      : t(`category.${name}`);
  }
}

function NoSkills() {
  const { t } = useTranslation();
  return (
    <EmptyState
      className="px-2"
      icon={Shapes}
      title={t("recentSkills.empty")}
      text={t("recentSkills.emptyText")}
      actions={
        <>
          <Link to="/interview" className={buttonClass({ kind: "primary", small: true })}>
            {t("dashboard.start")}
          </Link>
          <Link to="/import" className={buttonClass({ small: true })}>
            {t("import.cv")}
          </Link>
        </>
      }
    />
  );
}

function Row({ view, open }: { readonly view: SkillView; readonly open: boolean }) {
  const { t } = useTranslation();
  const { skill, belief } = view;
  const rejected = skill.status === "rejected";
  const suggested = skill.status === "suggested";
  return (
    <li>
      <Link
        to="/skills/$skillId"
        params={{ skillId: skill.id }}
        data-testid="skill-row"
        data-skill-id={skill.id}
        data-status={skill.status}
        aria-current={open ? "true" : undefined}
        className={classNames(
          "-outline-offset-2 flex min-h-10.5 items-center gap-2 rounded-md px-2 py-1",
          open ? "bg-selected" : "hover:bg-hover",
        )}
      >
        <span className="min-w-0 flex-1">
          <span
            className={classNames(
              "block truncate font-medium",
              rejected && "text-text-3 line-through",
            )}
          >
            {skill.name}
          </span>
          {(suggested || rejected) && (
            <span className="block text-11 text-text-3">{t(`category.${skill.category}`)}</span>
          )}
        </span>
        {suggested && <Badge tone="info">{t("skills.review")}</Badge>}
        {!suggested && !rejected && (
          <>
            <span className="num text-text-2">{formatLevel(belief.level)}</span>
            <ConfidenceBar share={belief.confidence} onSelected={open} short />
          </>
        )}
      </Link>
    </li>
  );
}
