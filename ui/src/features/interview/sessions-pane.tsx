// The sessions, newest first, with the one that is not stored yet on top. Arrow keys go through
// them, F2 renames, Delete deletes.
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../../bindings/Session";
import type { SessionId } from "../../bindings/SessionId";
import { Button } from "../../components/button";
import { controlClass } from "../../components/field";
import { Skeleton } from "../../components/skeleton";
import { useSessions } from "../../data/queries";
import { classNames } from "../../lib/class-names";
import { NewSession } from "./new-session";
import { RereadingDialog } from "./rereading-dialog";
import { DeleteSessionDialog, RenameSessionDialog } from "./session-dialogs";
import { DraftItem, SessionItem } from "./session-item";
import type { OpenSession } from "./use-open-session";
import { useStartSession } from "./use-start-session";

const filterFrom = 6;

/** The list of sessions, with the open one. */
export function SessionsPane({
  open,
  onOpened,
}: {
  readonly open: OpenSession;
  onOpened?(): void;
}) {
  const { t } = useTranslation("interview");
  const { id: openId, kind, draft } = open;
  const sessions = useSessions();
  const [filter, setFilter] = useState("");
  const [renaming, setRenaming] = useState<Session | null>(null);
  const [rereading, setRereading] = useState<Session | null>(null);
  const [deleting, setDeleting] = useState<Session | null>(null);
  const all = sessions.data?.pages.flatMap((page) => page.sessions) ?? [];
  const shown = all.filter((session) => matches(session, filter));
  return (
    <>
      <div className="flex h-13 shrink-0 items-center gap-2 pr-3 pl-4">
        <h2 className="flex-1 font-semibold text-14">{t("sessions.title")}</h2>
        <NewSession {...(onOpened && { onOpened })} />
      </div>
      {all.length >= filterFrom && (
        <input
          type="search"
          value={filter}
          aria-label={t("sessions.filter")}
          placeholder={t("sessions.filter")}
          onChange={(event) => setFilter(event.target.value)}
          className={classNames(controlClass, "mx-3 mb-2 border-line")}
        />
      )}
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pt-1 pb-3">
        {sessions.isPending && <Skeleton lines={5} />}
        <ul onKeyDown={walk}>
          {draft && <DraftItem id={openId} kind={kind} {...(onOpened && { onOpened })} />}
          {shown.map((session) => (
            <SessionItem
              key={session.id}
              session={session}
              open={session.id === openId}
              onRename={() => setRenaming(session)}
              onReread={() => setRereading(session)}
              onDelete={() => setDeleting(session)}
              {...(onOpened && { onOpened })}
            />
          ))}
        </ul>
        {filter !== "" && shown.length === 0 && (
          <p className="px-3 py-2 text-12 text-text-3">{t("sessions.noMatch")}</p>
        )}
        {sessions.hasNextPage && (
          <Button kind="quiet" small onClick={() => void sessions.fetchNextPage()}>
            {t("sessions.older")}
          </Button>
        )}
      </div>
      {renaming && <RenameSessionDialog session={renaming} onClose={() => setRenaming(null)} />}
      {rereading && <RereadingDialog session={rereading} onClose={() => setRereading(null)} />}
      {deleting && (
        <Deleting session={deleting} openId={openId} all={all} onClose={() => setDeleting(null)} />
      )}
    </>
  );
}

function Deleting({
  session,
  openId,
  all,
  onClose,
}: {
  readonly session: Session;
  readonly openId: SessionId;
  readonly all: readonly Session[];
  onClose(): void;
}) {
  const navigate = useNavigate();
  const start = useStartSession();
  async function leave(): Promise<void> {
    if (session.id !== openId) return;
    const at = all.findIndex((other) => other.id === session.id);
    const neighbour = all[at + 1] ?? all[at - 1];
    if (!neighbour) return start(session.kind);
    await navigate({ to: "/interview/$sessionId", params: { sessionId: neighbour.id } });
  }
  return <DeleteSessionDialog session={session} onClose={onClose} onDeleted={leave} />;
}

function matches(session: Session, filter: string): boolean {
  const words = filter.trim().toLocaleLowerCase();
  return `${session.title}\n${session.preview}`.toLocaleLowerCase().includes(words);
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
  const step = steps[event.key];
  if (step === undefined) return;
  const links = [...event.currentTarget.querySelectorAll<Element>("a")];
  const at = document.activeElement ? links.indexOf(document.activeElement) : -1;
  const next = links[at + step];
  if (at < 0 || !(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}
