// Opens a session that is not stored yet.
import { useNavigate } from "@tanstack/react-router";
import type { SessionKind } from "../../bindings/SessionKind";
import { useNewSession } from "./draft-sessions";

/** Makes a draft session and goes there; `replace` leaves no step behind to go back to. */
export function useStartSession(): (kind: SessionKind, replace?: boolean) => Promise<void> {
  const make = useNewSession();
  const navigate = useNavigate();
  return async (kind, replace = false) => {
    const id = await make(kind);
    if (id === null) return;
    await navigate({ to: "/interview/$sessionId", params: { sessionId: id }, replace });
  };
}
