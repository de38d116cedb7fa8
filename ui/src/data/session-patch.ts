// How the changed fields of a session meet the session. Pure.
import type { Session } from "../bindings/Session";
import type { SessionPatch } from "../bindings/SessionPatch";

/** The session after the change: an absent field keeps, `null` clears. */
export function patchSession(session: Session, patch: SessionPatch): Session {
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  return { ...session, ...Object.fromEntries(given) };
}
