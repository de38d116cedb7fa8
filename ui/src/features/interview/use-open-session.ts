// What is open in the interview: a stored session, or one that will be stored with its first
// message.
import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../../bindings/Session";
import type { SessionId } from "../../bindings/SessionId";
import type { SessionKind } from "../../bindings/SessionKind";
import { useChangePreferences } from "../../data/commands";
import { useBootstrap, useSession, useSessions } from "../../data/queries";
import { useDraftSession } from "./draft-sessions";

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
  const { t } = useTranslation("interview");
  const read = useSession(id);
  const listed = useSessions().data?.pages.flatMap((page) => page.sessions);
  const session = read.data ?? listed?.find((one) => one.id === id) ?? null;
  const draft = useDraftSession(id);
  return {
    id,
    session,
    kind: session?.kind ?? draft?.kind ?? "intake",
    draft: session === null && read.data === null,
    opening: draft?.opening ?? t("welcome.question"),
  };
}

/** Keeps the open session as the one to come back to. */
export function useRememberedSession(id: SessionId): void {
  const remembered = useBootstrap((bootstrap) => bootstrap.preferences.last_session).data;
  const change = useChangePreferences();
  const remember = useEffectEvent(() => void change({ last_session: id }));
  const known = remembered !== undefined;
  useEffect(() => {
    if (known && remembered !== id) remember();
  }, [known, remembered, id]);
}
