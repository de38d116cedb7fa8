// The conversation: header, banners, log, and where the person writes.
import { type ReactNode, type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Finding } from "../../bindings/Finding";
import type { Job } from "../../bindings/Job";
import type { Session } from "../../bindings/Session";
import { Segments } from "../../components/segments";
import { useSend } from "../../data/commands";
import { allMessages } from "../../data/message-pages";
import { useJobs, useMessages } from "../../data/queries";
import { useShortcuts } from "../../lib/shortcuts";
import { setTimelineSlot } from "../../lib/timeline-slot";
import { useMedia } from "../../lib/use-media";
import { AnswerAnnouncer } from "./answer-announcer";
import { OpeningQuestion } from "./assistant-message";
import { Composer } from "./composer";
import { ConversationBanner } from "./conversation-banner";
import { ConversationHeader, type PaneDoors } from "./conversation-header";
import { type Answer, answeringJob, logRows } from "./log-rows";
import { MessageLog, type ShownQuote } from "./message-log";
import { PermissionMenu } from "./permission-menu";
import { SearchBar } from "./search-bar";
import { SessionSummaryView } from "./session-summary-view";
import { useBranching } from "./use-branching";
import { useDraftText } from "./use-draft-text";
import { useEditedMessage } from "./use-edited-message";
import { useMessageSearch } from "./use-message-search";
import { useMessageWays } from "./use-message-ways";
import type { OpenSession } from "./use-open-session";
import { VoiceMenu } from "./voice-menu";

/** The open session's conversation; `sheet` stands above the composer. */
export function ConversationPane({
  open,
  findings,
  shown,
  doors,
  sheet,
  onOpenFinding,
}: {
  readonly open: OpenSession;
  readonly findings: readonly Finding[];
  readonly shown: ShownQuote | null;
  readonly doors: PaneDoors;
  readonly sheet: ReactNode;
  onOpenFinding(finding: Finding): void;
}) {
  const { t } = useTranslation("interview");
  const { id, session } = open;
  const pages = useMessages(id);
  const messages = allMessages(pages.data?.pages ?? []);
  const job = answeringJob(useJobs().data ?? [], id, messages);
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useDraftText(id);
  const editing = useEditedMessage();
  const branching = useBranching(session, messages);
  const waysOf = useMessageWays(open, draft, editing.begin);
  const say = useSay(open, (words) => {
    if (words === "" || field.current?.value === "") draft.set(words);
  });
  const rows = logRows(messages, useAnswer(job));
  const [said, setSaid] = useState(0);
  const [view, setView] = useFinishedView(session, shown);
  const more = pages.hasNextPage;
  // A read that is on its way goes on: begun anew at every wish, it would never end.
  const loadMore = () => void pages.fetchNextPage({ cancelRefetch: false });
  const search = useMessageSearch({ messages, more, busy: pages.isFetching, loadMore });
  const searchField = useRef<HTMLInputElement>(null);
  function find(): void {
    if (session?.summary) setView("talk");
    search.begin();
    searchField.current?.focus();
    searchField.current?.select();
  }
  useShortcuts([{ key: "f", mod: true, run: find }]);
  const showsSummary = session?.summary != null && view === "summary";
  useFocusOnOpen(field);
  return (
    <section
      aria-label={t("conversation.label")}
      className="flex min-h-0 min-w-0 flex-col bg-surface"
      data-pane="conversation"
    >
      <ConversationHeader open={open} doors={doors} onFind={find} />
      {search.open && !showsSummary && (
        <SearchBar
          search={search}
          field={searchField}
          onClose={() => {
            search.end();
            field.current?.focus();
          }}
        />
      )}
      <div className="mx-2 mt-2 shrink-0 empty:hidden rail:mx-4">
        <ConversationBanner open={open} />
      </div>
      <div ref={setTimelineSlot} className="relative z-30 shrink-0" />
      {session?.summary && (
        <div className="flex justify-center border-line-subtle border-b py-2">
          <Segments
            label={t("summary.views")}
            value={showsSummary ? "summary" : "talk"}
            segments={[
              { value: "summary", label: t("summary.tab") },
              { value: "talk", label: t("summary.talk") },
            ]}
            onChoose={setView}
          />
        </div>
      )}
      {session && showsSummary ? (
        <SessionSummaryView session={session} findings={findings} />
      ) : rows.length === 0 && open.draft ? (
        <div className="mx-auto mt-auto w-full max-w-[53.75rem] px-4 pb-4 rail:px-6">
          <OpeningQuestion text={open.opening} />
        </div>
      ) : (
        <MessageLog
          rows={rows}
          findings={findings}
          shown={shown}
          said={said}
          hit={search.hit}
          words={search.open ? search.words : ""}
          more={more}
          loadingMore={pages.isFetchingNextPage}
          loadMore={loadMore}
          waysOf={waysOf}
          editing={editing}
          branching={branching}
          onOpenFinding={onOpenFinding}
        />
      )}
      <AnswerAnnouncer job={job} findings={findings} />
      {!showsSummary && sheet}
      <Composer
        text={draft.text}
        job={job}
        field={field}
        onText={draft.set}
        onLeave={() => void draft.keep()}
        creating={session?.version === 0}
        finished={session?.status === "finalized"}
        choices={
          <>
            <PermissionMenu session={session} />
            <VoiceMenu session={session} />
          </>
        }
        onSend={() => {
          if (session?.summary) setView("talk");
          setSaid(said + 1);
          void say(draft.text);
        }}
      />
    </section>
  );
}

/** The answer of a job: the same while only what the job is at changes, as no row changes then. */
function useAnswer(job: Job | null): Answer | null {
  const id = job?.id;
  const reply_id = job?.reply_id;
  const replaces = job?.replaces ?? null;
  return id && reply_id ? { id, reply_id, replaces } : null;
}

type FinishedView = "summary" | "talk";

/** A finished session shows its summary first; going to a quote shows the conversation. */
function useFinishedView(
  session: Session | null,
  shown: ShownQuote | null,
): readonly [FinishedView, (view: FinishedView) => void] {
  const [view, setView] = useState<FinishedView>("summary");
  const goToQuote = useEffectEvent(() => {
    if (session?.summary) setView("talk");
  });
  useEffect(() => {
    if (shown) goToQuote();
  }, [shown]);
  return [view, setView];
}

/** Sends words; they come back into the field when they were refused. */
function useSay(open: OpenSession, setText: (text: string) => void) {
  const send = useSend();
  const created = useRef(false);
  return async (text: string): Promise<void> => {
    const words = text.trim();
    if (words === "") return;
    const resume = open.session !== null || created.current;
    created.current = true;
    setText("");
    const { id, kind } = open;
    const problem = await send({ type: "send_message", session_id: id, kind, text: words, resume });
    if (!problem) return;
    created.current = resume;
    setText(text);
  };
}

/** Ready to type where a keyboard is likely. */
function useFocusOnOpen(field: RefObject<HTMLTextAreaElement | null>): void {
  const roomy = useMedia("(width >= 37.5rem)");
  useEffect(() => {
    if (roomy) field.current?.focus({ preventScroll: true });
  }, [roomy, field]);
}
