// What is open in the interview: a stored session, or one that will be stored with its first
// message.
import { useEffect, useEffectEvent } from "react";
import type { Session } from "../../bindings/Session";
import type { SessionId } from "../../bindings/SessionId";
import type { SessionKind } from "../../bindings/SessionKind";
import { useChangePreferences } from "../../data/commands";
import { useBootstrap, useOpening, useSession, useSessions } from "../../data/queries";
import { useDraftSession } from "./draft-sessions";

/** What a session is for unless another kind is chosen. */
export const usualKind = "intake" satisfies SessionKind;

/** The session that is open. */
export interface OpenSession {
  readonly id: SessionId;
  readonly kind: SessionKind;
  /** Null while it is not stored. */
  readonly session: Session | null;
  /** Whether it is known that it is not stored. */
  readonly draft: boolean;
  /** The first question, shown while nothing is stored. */
  readonly opening: string;
}

/** The session with this id. An id nobody knows is a session that is not stored yet. */
export function useOpenSession(id: SessionId): OpenSession {
  const read = useSession(id);
  const listed = useSessions().data?.pages.flatMap((page) => page.sessions);
  const session = read.data ?? listed?.find((one) => one.id === id) ?? null;
  const draft = useDraftSession(id);
  const left = useBootstrap((bootstrap) => bootstrap.preferences).data;
  const keptKind = left?.last_session === id ? left.session_kind : usualKind;
  const kind = session?.kind ?? draft?.kind ?? keptKind;
  const isDraft = session === null && read.data === null;
  const opening = useOpening(id, kind, isDraft && !draft);
  return { id, session, kind, draft: isDraft, opening: draft?.opening ?? opening };
}

/** Keeps the open session as the one to come back to, with its kind: of one that is not stored
 * nothing else knows that after a restart. */
export function useRememberedSession({ id, kind, session, draft }: OpenSession): void {
  const left = useBootstrap((bootstrap) => bootstrap.preferences).data;
  const change = useChangePreferences();
  const known = left !== undefined && (draft || session !== null);
  const remember = useEffectEvent((last_session: SessionId, session_kind: SessionKind) => {
    if (left?.last_session === last_session && left.session_kind === session_kind) return;
    void change({ last_session, session_kind });
  });
  // Once for each: a refusal is not tried again until another one is opened.
  useEffect(() => {
    if (known) remember(id, kind);
  }, [known, id, kind]);
}
