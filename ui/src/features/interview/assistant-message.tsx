// What the interviewer says: plain text at the left, without a bubble. The answer that is being
// written has the shape of its stored message, so nothing jumps when one becomes the other.
import { LoaderCircle, RefreshCw, Square } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Delivery } from "../../bindings/Delivery";
import type { JobId } from "../../bindings/JobId";
import type { MessageView } from "../../bindings/MessageView";
import {
  DeliveryState,
  useDeliveryWords,
  useSteadyDelivery,
} from "../../components/delivery-state";
import { useJobs, useJobText } from "../../data/queries";
import { classNames } from "../../lib/class-names";
import { formatTime } from "../../lib/format";
import { messageText } from "../../lib/message-text";
import { CopyButton } from "./copy-button";
import { IconAction } from "./icon-action";
import { MarkdownText } from "./markdown-text";
import { ToolRow } from "./tool-row";
import { type ToolRun, toolRuns } from "./tool-runs";
import type { Branching } from "./use-branching";
import { VersionSwitch } from "./version-switch";

/** The first question while nothing is stored. */
export function OpeningQuestion({ text }: { readonly text: string }) {
  return (
    <Words attributes={{ "data-testid": "message", "data-role": "assistant" }} text={text}>
      {null}
    </Words>
  );
}

/** A message of the interviewer. */
export function AssistantMessage({
  view,
  branching,
}: {
  readonly view: MessageView;
  readonly branching: Branching;
}) {
  const { t } = useTranslation("interview");
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
      {branching.mayRenew(view) && (
        <IconAction
          icon={RefreshCw}
          words={t("message.renew")}
          testId="renew"
          onClick={() => branching.renew(message.id)}
        />
      )}
      <VersionSwitch view={view} branching={branching} />
      {view.renewal && <Renewal delivery={view.renewal} />}
    </Words>
  );
}

/** How the wish for another version stands. */
function Renewal({ delivery: given }: { readonly delivery: Delivery }) {
  const { t } = useTranslation("interview");
  const deliveryWords = useDeliveryWords();
  const delivery = useSteadyDelivery(given);
  if (delivery.state === "sent") return null;
  const words = t("message.renewal", { state: deliveryWords(delivery, false) });
  return <DeliveryState delivery={delivery} words={words} ways={[]} />;
}

/** The answer the interviewer is writing, or what there is of one that ended early. */
export function StreamingMessage({ jobId }: { readonly jobId: JobId }) {
  const { t } = useTranslation("interview");
  const job = useJobs().data?.find((one) => one.id === jobId);
  const text = useJobText(jobId).data?.text ?? "";
  if (!job) return null;
  const early = job.status === "failed" || job.status === "cancelled";
  const testId = early ? "unfinished" : "streaming";
  return (
    <Words
      attributes={{ "data-testid": testId, "data-job-id": job.id }}
      text={text}
      runs={toolRuns(job.tools)}
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
