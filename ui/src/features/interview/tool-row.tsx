// A use of a tool as one quiet line, which opens to what was asked and what came back.
import {
  Anchor,
  ChevronDown,
  FlaskConical,
  type LucideIcon,
  Search,
  Shapes,
  Target,
  Wrench,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ToolRun } from "./tool-runs";

const tools = {
  record_skill: Shapes,
  record_project: Target,
  record_constraint: Anchor,
  search_profile: Search,
  simulate: FlaskConical,
} satisfies Record<string, LucideIcon>;

/** The line of one use. */
export function ToolRow({ run }: { readonly run: ToolRun }) {
  const { t } = useTranslation("interview");
  const { name, input, result } = run;
  const Icon = isKnown(name) ? tools[name] : Wrench;
  return (
    <details
      data-testid="tool-row"
      data-tool={name}
      className="group/tool mb-1 w-full max-w-[68ch] rounded-md border border-line bg-surface text-12"
    >
      <summary className="flex h-8 list-none items-center gap-2 rounded-md px-2.5 hover:bg-hover touch:h-11 [&::-webkit-details-marker]:hidden">
        <Icon aria-hidden className="size-3.5 shrink-0 text-text-3" />
        <span className="shrink-0 font-medium">
          {isKnown(name) ? t(`tool.${name}`) : t("tool.other", { name })}
        </span>
        <span className="num min-w-0 flex-1 truncate text-text-2">
          {result ? t("tool.count", { count: result.count }) : t("tool.nothing")}
        </span>
        <ChevronDown
          aria-hidden
          className="size-3.5 shrink-0 text-text-3 transition-transform duration-(--t-fast) group-open/tool:rotate-180"
        />
      </summary>
      <dl className="flex flex-col gap-1.5 rounded-b-md border-line-subtle border-t bg-sunken px-3 py-2">
        {input !== "" && <Raw name={t("tool.input")} text={input} />}
        {result && result.output !== "" && <Raw name={t("tool.output")} text={result.output} />}
      </dl>
    </details>
  );
}

function Raw({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div>
      <dt className="text-11 text-text-3">{name}</dt>
      <dd className="whitespace-pre-wrap font-mono text-11 wrap-anywhere">{text}</dd>
    </div>
  );
}

function isKnown(name: string): name is keyof typeof tools {
  return Object.hasOwn(tools, name);
}
