// The fake's versions of messages: what follows what, and which are shown. Pure.
import type { Message } from "../bindings/Message";
import type { MessageView } from "../bindings/MessageView";
import type { SessionId } from "../bindings/SessionId";
import type { FakeData } from "./fake";

/** The messages of a session that are shown, oldest first. */
export function shownMessages(data: FakeData, id: SessionId): MessageView[] {
  const all = ofSession(data, id);
  if (all.every((view) => view.message.follows === undefined)) return all;
  const chosen = data.sessions.find((one) => one.id === id)?.chosen ?? [];
  const shown: MessageView[] = [];
  for (let at = 0; ; ) {
    const next = childOf(all, at, chosen);
    if (!next) return shown;
    shown.push(withVersions(all, next));
    at = next.message.ordinal;
  }
}

/** The last message of what is or would be shown after this one. */
export function endAfter(data: FakeData, said: Message): number {
  const all = ofSession(data, said.session_id);
  const chosen = data.sessions.find((one) => one.id === said.session_id)?.chosen ?? [];
  for (let at = said.ordinal; ; ) {
    const next = childOf(all, at, chosen);
    if (!next) return at;
    at = next.message.ordinal;
  }
}

/** What a message follows. */
export function parentOf({ follows, ordinal }: Message): number {
  return follows ?? ordinal - 1;
}

/** `follows` of a message with this ordinal behind this parent. */
export function behind(ordinal: number, parent: number): { follows?: number } {
  return parent === ordinal - 1 ? {} : { follows: parent };
}

/** A message as it is told: with its versions, or null where it is not shown. */
export function asShown(data: FakeData, said: Message): MessageView | null {
  const shown = shownMessages(data, said.session_id);
  return shown.find((view) => view.message.id === said.id) ?? null;
}

function withVersions(all: readonly MessageView[], view: MessageView): MessageView {
  const versions = all
    .filter((other) => parentOf(other.message) === parentOf(view.message))
    .map((other) => other.message.id);
  return versions.length > 1 ? { ...view, versions } : view;
}

/** All messages of a session in every version, oldest first. */
export function ofSession(data: FakeData, id: SessionId): MessageView[] {
  return data.messages
    .filter((view) => view.message.session_id === id)
    .toSorted((left, right) => left.message.ordinal - right.message.ordinal);
}

function childOf(
  all: readonly MessageView[],
  parent: number,
  chosen: readonly number[],
): MessageView | undefined {
  const children = all.filter((view) => parentOf(view.message) === parent);
  return children.findLast((view) => chosen.includes(view.message.ordinal)) ?? children.at(-1);
}
