// What the person or a partner said: their exact words, with those that findings quote underlined,
// and how the message stands.
import { Check, CircleAlert, Clock } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Finding } from "../../bindings/Finding";
import type { MessageView } from "../../bindings/MessageView";
import { Badge } from "../../components/badge";
import { Button } from "../../components/button";
import { classNames } from "../../lib/class-names";
import { formatTime } from "../../lib/format";
import { useProblemText } from "../../lib/use-problem-text";
import { CopyButton } from "./copy-button";
import { EvidenceText } from "./evidence-text";
import { messageText } from "./message-text";
import type { StuckWays } from "./use-stuck-ways";

const bubbles = {
  sent: "bg-user-bubble",
  pending: "bg-surface text-text-2 inset-ring inset-ring-line",
  held: "bg-surface text-text-2 inset-ring inset-ring-line",
  stuck: "bg-surface inset-ring inset-ring-danger",
};

/** A message in a bubble. */
export function UserMessage({
  view,
  findings,
  shownFinding,
  ways,
  onOpenFinding,
}: {
  readonly view: MessageView;
  readonly findings: readonly Finding[];
  /** The finding whose words are to be seen now. */
  readonly shownFinding: string | null;
  readonly ways: StuckWays;
  onOpenFinding(finding: Finding): void;
}) {
  const { t } = useTranslation("interview");
  const { message, delivery } = view;
  const mine = message.role === "user";
  const attachments = message.blocks.flatMap((block) =>
    block.type === "attachment" ? [block.name] : [],
  );
  return (
    <article
      data-testid="message"
      data-message-id={message.id}
      data-role={message.role}
      data-delivery={delivery.state}
      aria-label={mine ? t("message.you") : t("message.partner")}
      className={classNames("group flex flex-col gap-1", mine ? "items-end" : "items-start")}
    >
      {!mine && <Badge tone="partner">{t("message.partner")}</Badge>}
      <div
        className={classNames(
          "max-w-[min(88%,68ch)] px-3.25 py-2.25 text-14",
          mine
            ? classNames("rounded-lg rounded-br-xs", bubbles[delivery.state])
            : "rounded-r-lg rounded-l-xs border-partner border-l-2 bg-partner-soft",
        )}
      >
        <p data-testid="message-text" className="whitespace-pre-wrap wrap-anywhere">
          <EvidenceText
            text={messageText(message)}
            findings={findings}
            shownFinding={shownFinding}
            onOpenFinding={onOpenFinding}
          />
        </p>
        {attachments.map((name) => (
          <p key={name} className="text-12 text-text-2">
            {t("conversation.attachment", { name })}
          </p>
        ))}
      </div>
      <Standing view={view} ways={ways} />
    </article>
  );
}

function Standing({ view, ways }: { readonly view: MessageView; readonly ways: StuckWays }) {
  const { t } = useTranslation("interview");
  const { message, delivery } = view;
  if (delivery.state === "stuck") return <Stuck view={view} ways={ways} />;
  if (delivery.state === "pending" || delivery.state === "held") {
    return (
      <div className="flex items-center gap-1.5 text-11 text-text-3">
        <Clock aria-hidden className="size-3" />
        {delivery.state === "pending" && delivery.behind_stuck
          ? t("message.behind")
          : t("message.pending")}
      </div>
    );
  }
  return (
    <div className="num flex items-center gap-1.5 text-11 text-text-3">
      <CopyButton text={messageText(message)} />
      <time dateTime={message.created_at}>{formatTime(message.created_at)}</time>
      <Check aria-hidden className="size-3" />
      {t("message.sent")}
    </div>
  );
}

function Stuck({ view, ways }: { readonly view: MessageView; readonly ways: StuckWays }) {
  const { t } = useTranslation("interview");
  const problemText = useProblemText();
  if (view.delivery.state !== "stuck") return null;
  const { problem } = view.delivery;
  const locked = problem.code === "session_finalized";
  return (
    <div role="alert" className="flex flex-wrap items-center justify-end gap-x-1 text-12">
      <span className="inline-flex items-center gap-1.5 text-danger">
        <CircleAlert aria-hidden className="size-3.5 shrink-0" />
        {t("message.stuck", { reason: problemText(problem) })}
      </span>
      <span className="inline-flex">
        <Button kind="link" small onClick={() => ways.edit(view)}>
          {t("message.edit")}
        </Button>
        {locked ? (
          <Button kind="link" small onClick={() => ways.toNewSession(view)}>
            {t("message.toNew")}
          </Button>
        ) : (
          <Button kind="link" small onClick={() => ways.retry(view)}>
            {t("message.retry")}
          </Button>
        )}
        <Button kind="link" small onClick={() => ways.discard(view)}>
          {t("message.discard")}
        </Button>
      </span>
    </div>
  );
}
