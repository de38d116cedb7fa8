// What the person or a partner said: their exact words, with those that findings quote underlined,
// and how the message stands.
import { Check, Pencil } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Finding } from "../../bindings/Finding";
import type { MessageView } from "../../bindings/MessageView";
import { Badge } from "../../components/badge";
import {
  DeliveryState,
  useDeliveryWords,
  useSteadyDelivery,
  type Way,
} from "../../components/delivery-state";
import { classNames } from "../../lib/class-names";
import { formatTime } from "../../lib/format";
import { messageText } from "../../lib/message-text";
import { CopyButton } from "./copy-button";
import { EvidenceText } from "./evidence-text";
import { IconAction } from "./icon-action";
import { MessageEditor } from "./message-editor";
import type { Branching } from "./use-branching";
import type { Editing } from "./use-edited-message";
import { VersionSwitch } from "./version-switch";

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
  waysOf,
  editing,
  branching,
  onOpenFinding,
}: {
  readonly view: MessageView;
  readonly findings: readonly Finding[];
  /** The finding whose words are to be seen now. */
  readonly shownFinding: string | null;
  /** The ways out while it is not sent. */
  waysOf(view: MessageView): readonly Way[];
  readonly editing: Editing;
  readonly branching: Branching;
  onOpenFinding(finding: Finding): void;
}) {
  const { t } = useTranslation("interview");
  const { message, delivery } = view;
  const mine = message.role === "user";
  const edited = editing.of(view);
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
      {edited ? (
        <MessageEditor text={edited.text} editing={editing} />
      ) : (
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
      )}
      {!edited && <Standing view={view} waysOf={waysOf} editing={editing} branching={branching} />}
    </article>
  );
}

function Standing({
  view,
  waysOf,
  editing,
  branching,
}: {
  readonly view: MessageView;
  waysOf(view: MessageView): readonly Way[];
  readonly editing: Editing;
  readonly branching: Branching;
}) {
  const { t } = useTranslation("interview");
  const deliveryWords = useDeliveryWords();
  const { message } = view;
  const delivery = useSteadyDelivery(view.delivery);
  if (delivery.state !== "sent") {
    const ways = waysOf({ ...view, delivery });
    const words = deliveryWords(delivery, true);
    return (
      <div className="flex items-center gap-1.5 text-11">
        <VersionSwitch view={view} branching={branching} />
        <DeliveryState delivery={delivery} words={words} ways={ways} className="justify-end" />
      </div>
    );
  }
  return (
    <div className="num flex items-center gap-1.5 text-11 text-text-3">
      <CopyButton text={messageText(message)} />
      {branching.mayRevise(view) && (
        <IconAction
          icon={Pencil}
          words={t("message.revise")}
          testId="revise"
          onClick={() => editing.begin(view)}
        />
      )}
      <VersionSwitch view={view} branching={branching} />
      <time dateTime={message.created_at}>{formatTime(message.created_at)}</time>
      <Check aria-hidden className="size-3" />
      {t("message.sent")}
    </div>
  );
}
