// What a verdict still needs, beside what it already has.
import { Circle, CircleCheck } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Missing } from "../../bindings/Missing";

const topics = ["direction", "constraints", "dependants"] as const;

/** The conditions of a verdict, done and open. */
export function MissingList({
  missing,
  confirmed,
}: {
  readonly missing: readonly Missing[];
  readonly confirmed: number;
}) {
  const { t } = useTranslation();
  const skills = missing.find((one) => one.what === "skills");
  const needed = skills?.what === "skills" ? skills.needed : 0;
  const rows = [
    {
      name: "skills",
      open: needed > 0,
      text:
        needed > 0
          ? t("missing.skills", { count: needed })
          : t("missing.skillsDone", { count: confirmed }),
    },
    ...topics.map((topic) => {
      const open = missing.some((one) => one.what === topic);
      return {
        name: topic,
        open,
        text: open ? t(`missing.${topic}`) : t(`missing.${topic}Done`),
      };
    }),
  ];
  return (
    <div>
      <h3 className="flex h-6 items-center font-semibold">{t("missing.title")}</h3>
      <ul className="mt-2 flex flex-col gap-1.5" data-testid="missing">
        {rows.map((row) => {
          const Icon = row.open ? Circle : CircleCheck;
          return (
            <li
              key={row.name}
              className={
                row.open ? "flex items-center gap-2" : "flex items-center gap-2 text-text-3"
              }
            >
              <Icon
                role="img"
                aria-label={row.open ? t("missing.open") : t("missing.done")}
                className={row.open ? "size-3.5 text-text-3" : "size-3.5 text-ok"}
              />
              {row.text}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
