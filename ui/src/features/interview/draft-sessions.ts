// Sessions that were opened and not stored: nothing of them is on the server before the first
// message. They are kept here only while the program runs; what was typed is kept by the engine.
import { create } from "zustand";
import type { SessionId } from "../../bindings/SessionId";
import type { SessionKind } from "../../bindings/SessionKind";
import { ask } from "../../data/ask";
import { usePlatform } from "../../data/use-platform";
import { showToast } from "../../lib/toasts";
import { problemOf } from "../../platform/platform";

/** A session that is not stored yet. */
export interface DraftSession {
  readonly kind: SessionKind;
  readonly opening: string;
}

const useDrafts = create<{ readonly drafts: ReadonlyMap<SessionId, DraftSession> }>(() => ({
  drafts: new Map(),
}));

/** What is known of a session that is not stored; undefined after a restart. */
export function useDraftSession(id: SessionId): DraftSession | undefined {
  return useDrafts((state) => state.drafts.get(id));
}

/** Forgets them all, as a new start would. */
export function forgetDrafts(): void {
  useDrafts.setState({ drafts: new Map() });
}

/** Makes a session that is not stored; gives its id, or null when that was refused. */
export function useNewSession(): (kind: SessionKind) => Promise<SessionId | null> {
  const platform = usePlatform();
  return async (kind) => {
    try {
      const reply = await ask(platform, { type: "new_session", kind, id: null }, "draft_session");
      useDrafts.setState(({ drafts }) => ({
        drafts: new Map(drafts).set(reply.id, { kind: reply.kind, opening: reply.opening }),
      }));
      return reply.id;
    } catch (error) {
      showToast({ kind: "problem", problem: problemOf(error) });
      return null;
    }
  };
}
