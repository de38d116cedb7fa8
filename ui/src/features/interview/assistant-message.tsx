// What the interviewer says: plain text at the left, without a bubble. The answer that is being
// written has the shape of its stored message, so nothing jumps when one becomes the other.
import { LoaderCircle, Square } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Job } from "../../bindings/Job";
import type { MessageView } from "../../bindings/MessageView";
import { useJobs, useJobText } from "../../data/queries";
import { classNames } from "../../lib/class-names";
import { formatTime } from "../../lib/format";
import { messageText } from "../../lib/message-text";
import { CopyButton } from "./copy-button";
import { MarkdownText } from "./markdown-text";
import { ToolRow } from "./tool-row";
import { type ToolRun, toolRuns } from "./tool-runs";

/** The first question while nothing is stored. */
export function OpeningQuestion({ text }: { readonly text: string }) {
  return (
    <Words attributes={{ "data-testid": "message", "data-role": "assistant" }} text={text}>
      {null}
    </Words>
  );
}

/** A message of the interviewer. */
export function AssistantMessage({ view }: { readonly view: MessageView }) {
  const { message } = view;
  const job = useJobs().data?.find((one) => one.id === message.job_id);
  const text = messageText(message);
  return (
    <Words
      attributes={{
        "data-testid": "message",
        "data-message-id": message.id,
        "data-role": message.role,
        "data-delivery": view.delivery.state,
      }}
      text={text}
      runs={toolRuns(message.blocks)}
    >
      {message.stopped && <EndedEarly byPerson={job?.status === "cancelled"} />}
      <time dateTime={message.created_at}>{formatTime(message.created_at)}</time>
      <CopyButton text={text} />
    </Words>
  );
}

/** The answer the interviewer is writing, or what there is of one that ended early. */
export function StreamingMessage({ job }: { readonly job: Job }) {
  const { t } = useTranslation("interview");
  const text = useJobText(job.id).data?.text ?? "";
  const early = job.status === "failed" || job.status === "cancelled";
  const testId = early ? "unfinished" : "streaming";
  return (
    <Words
      attributes={{ "data-testid": testId, "data-job-id": job.id }}
      text={text}
      writing={!early}
    >
      {early ? (
        <EndedEarly byPerson={job.status === "cancelled"} />
      ) : (
        <>
          <LoaderCircle aria-hidden className="spin size-3 text-info" />
          {t(`streaming.${job.step}`)}
        </>
      )}
    </Words>
  );
}

function EndedEarly({ byPerson }: { readonly byPerson: boolean }) {
  const { t } = useTranslation("interview");
  return (
    <>
      <Square aria-hidden className="size-3" />
      {byPerson ? t("message.stopped") : t("message.cutOff")}
    </>
  );
}

function Words({
  attributes,
  text,
  runs = [],
  writing = false,
  children,
}: {
  readonly attributes: Record<`data-${string}`, string>;
  readonly text: string;
  readonly runs?: readonly ToolRun[];
  readonly writing?: boolean;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation("interview");
  return (
    <article
      {...attributes}
      aria-label={t("message.assistant")}
      aria-busy={writing || undefined}
      className="group flex flex-col items-start gap-1"
    >
      {runs.map((run, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was done stays in its order
        <ToolRow key={index} run={run} />
      ))}
      <div
        data-testid="message-text"
        className={classNames(
          "flex min-h-5.5 max-w-[min(100%,68ch)] flex-col gap-2 text-14 wrap-anywhere",
          writing && "writing",
        )}
      >
        <MarkdownText text={text} writing={writing} />
      </div>
      <div className="num flex min-h-4 items-center gap-1.5 text-11 text-text-3">{children}</div>
    </article>
  );
}
