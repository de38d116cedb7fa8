// The log of a session, drawn only where it is seen. It follows new words while its end is in view;
// otherwise it stays where the person reads and says how much is new below.
import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { useCallback, useEffect, useEffectEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Finding } from "../../bindings/Finding";
import type { MessageId } from "../../bindings/MessageId";
import type { MessageView } from "../../bindings/MessageView";
import type { Way } from "../../components/delivery-state";
import { formatDay } from "../../lib/format";
import { messageText } from "../../lib/message-text";
import { AssistantMessage, StreamingMessage } from "./assistant-message";
import type { LogRow } from "./log-rows";
import type { Branching } from "./use-branching";
import type { Editing } from "./use-edited-message";
import { useFollowedEnd } from "./use-followed-end";
import { useMarkedWords } from "./use-marked-words";
import type { Hit } from "./use-message-search";
import { UserMessage } from "./user-message";

const guessedHeight = 88;
// Older messages are read so many screens before their place comes into view.
const screensAhead = 3;

/** Words in the log that are to be seen now; a new object shows them again. */
export interface ShownQuote {
  readonly finding: Finding;
}

/** What the log needs. */
export interface MessageLogProps {
  readonly rows: readonly LogRow[];
  readonly findings: readonly Finding[];
  readonly shown: ShownQuote | null;
  /** The message that a search goes to, and its words. */
  readonly hit: Hit | null;
  readonly words: string;
  /** How often the person said something since the log was opened. */
  readonly said: number;
  readonly more: boolean;
  readonly loadingMore: boolean;
  /** The ways out for a message that is not sent. */
  waysOf(view: MessageView): readonly Way[];
  readonly editing: Editing;
  readonly branching: Branching;
  loadMore(): void;
  onOpenFinding(finding: Finding): void;
}

/** The messages. */
export function MessageLog(props: MessageLogProps) {
  // The virtualizer is one object that changes inside, which memoisation would not see.
  "use no memo";
  const { t } = useTranslation("interview");
  const { rows, more, loadingMore, loadMore } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // Another function would have every row placed anew.
  const getItemKey = useCallback((index: number) => rows[index]?.key ?? index, [rows]);
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey,
    estimateSize: () => guessedHeight,
    overscan: 6,
    paddingStart: 16,
    paddingEnd: 12,
    anchorTo: "end",
    // It opens at its end: rows at the beginning would be drawn for nothing.
    initialOffset: Number.MAX_SAFE_INTEGER,
  });
  const end = useFollowedEnd(scroller, rows, props.said);
  const { shown, hit } = props;
  const places = { virtualizer, leaveEnd: end.leave, log: props };
  useShownMessage(places, shown, shown?.finding.quote.message_id, () => {
    scroller.current
      ?.querySelector<HTMLElement>(`[data-evidence-of="${shown?.finding.id}"]`)
      ?.focus({ preventScroll: true });
  });
  useShownMessage(places, hit?.turn ?? null, hit?.messageId);
  useMarkedWords(scroller, props.words);

  function scrolled(): void {
    end.look();
    const log = scroller.current;
    if (log && log.scrollTop <= log.clientHeight * screensAhead && more && !loadingMore) loadMore();
  }

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={t("conversation.messages")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
        tabIndex={0}
        className="flex min-h-0 flex-1 flex-col overflow-y-auto overflow-x-hidden outline-offset-[-2px] [overflow-anchor:none]"
        onScroll={scrolled}
      >
        {loadingMore && (
          <p role="status" className="absolute inset-x-0 top-1 z-1 text-center text-11 text-text-3">
            {t("conversation.older")}
          </p>
        )}
        <div
          className="relative mx-auto mt-auto w-full max-w-[53.75rem] shrink-0"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return (
              row && (
                <div
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  data-hit={row.key === hit?.messageId || undefined}
                  className="absolute inset-x-0 top-0 px-4 pb-3.5 data-hit:bg-hover rail:px-6"
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  {row.kind === "message" && row.beginsDay && (
                    <Day at={row.view.message.created_at} />
                  )}
                  <Row row={row} log={props} />
                </div>
              )
            );
          })}
        </div>
      </div>
      {end.away && (
        <button
          type="button"
          className="rise absolute bottom-2 left-1/2 inline-flex h-7 -translate-x-1/2 items-center gap-1.5 rounded-full bg-raised px-3 font-medium text-12 shadow-2 hover:bg-hover touch:h-11"
          onClick={end.follow}
        >
          <ArrowDown aria-hidden className="size-3.5" />
          {end.unread > 0
            ? t("conversation.unread", { count: end.unread })
            : t("conversation.toEnd")}
        </button>
      )}
    </div>
  );
}

function Row({ row, log }: { readonly row: LogRow; readonly log: MessageLogProps }) {
  if (row.kind === "streaming") return <StreamingMessage jobId={row.jobId} />;
  const { view } = row;
  const { role, id } = view.message;
  if (role === "assistant") return <AssistantMessage view={view} branching={log.branching} />;
  if (role === "system") {
    return (
      <p
        data-testid="message"
        data-message-id={id}
        data-role={role}
        data-delivery={view.delivery.state}
        className="text-center text-12 text-text-3"
      >
        <span data-testid="message-text">{messageText(view.message)}</span>
      </p>
    );
  }
  return (
    <UserMessage
      view={view}
      findings={log.findings.filter((finding) => finding.quote.message_id === id)}
      shownFinding={log.shown?.finding.id ?? null}
      waysOf={log.waysOf}
      editing={log.editing}
      branching={log.branching}
      onOpenFinding={log.onOpenFinding}
    />
  );
}

function Day({ at }: { readonly at: string }) {
  const { t } = useTranslation("interview");
  const day = new Date(at).toDateString();
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  const words =
    day === today.toDateString()
      ? t("conversation.today")
      : day === yesterday.toDateString()
        ? t("conversation.yesterday")
        : formatDay(at);
  return (
    <div className="mb-3.5 flex items-center gap-3 text-11 text-text-3">
      <span className="h-px flex-1 bg-line-subtle" />
      {words}
      <span className="h-px flex-1 bg-line-subtle" />
    </div>
  );
}

/** Brings a message into view once for each token, reading older messages until it is there. */
function useShownMessage(
  {
    virtualizer,
    leaveEnd,
    log,
  }: {
    readonly virtualizer: Virtualizer<HTMLDivElement, HTMLDivElement>;
    leaveEnd(): void;
    readonly log: MessageLogProps;
  },
  token: unknown,
  messageId: MessageId | undefined,
  onShown: () => void = () => {},
): void {
  const done = useRef<unknown>(null);
  const { rows, more, loadingMore, loadMore } = log;
  const find = useEffectEvent(() => {
    if (messageId === undefined || done.current === token) return;
    const index = rows.findIndex((row) => row.key === messageId);
    if (index < 0) {
      if (more && !loadingMore) loadMore();
      return;
    }
    done.current = token;
    leaveEnd();
    virtualizer.scrollToIndex(index, { align: "center" });
    requestAnimationFrame(onShown);
  });
  useEffect(() => {
    if (token && rows.length > 0) find();
  }, [token, rows]);
}
