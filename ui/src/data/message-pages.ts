// The pages of a session's messages: the first page is the newest, inside a page the oldest message
// comes first. Pure.
import type { MessageId } from "../bindings/MessageId";
import type { MessageView } from "../bindings/MessageView";

/** A page of messages, oldest first, and whether older ones exist. */
export interface MessagePage {
  readonly messages: MessageView[];
  readonly more: boolean;
}

/** All messages of the pages, oldest first. */
export function allMessages(pages: readonly MessagePage[]): MessageView[] {
  return pages.toReversed().flatMap((page) => page.messages);
}

/** The pages with this message in its place; a message already there is replaced, and another version
 * of it goes with what came after it. A message older than what was read is left to the page that
 * will bring it. */
export function insertMessage(pages: readonly MessagePage[], view: MessageView): MessagePage[] {
  const { id, ordinal } = view.message;
  const held = pages.findIndex((page) => page.messages.some((other) => other.message.id === id));
  if (held >= 0) {
    const without = removeMessage(pages, id);
    return without.map((page, index) => (index === held ? placed(page, view) : page));
  }
  const other = olderVersion(pages, view);
  const kept = other === undefined ? pages : withoutFrom(pages, other);
  const at = kept.findIndex((page, index) => {
    const first = page.messages[0]?.message.ordinal;
    const isOldest = index === kept.length - 1;
    return first === undefined || ordinal > first || (isOldest && !page.more);
  });
  return kept.map((page, index) => (index === at ? placed(page, view) : page));
}

/** The ordinal of the version that is held in the place of a new one. */
function olderVersion(pages: readonly MessagePage[], view: MessageView): number | undefined {
  const versions = view.versions ?? [];
  const held = allMessages(pages).find((other) => versions.includes(other.message.id));
  return held?.message.ordinal;
}

function withoutFrom(pages: readonly MessagePage[], ordinal: number): MessagePage[] {
  return pages.map((page) => ({
    ...page,
    messages: page.messages.filter((view) => view.message.ordinal < ordinal),
  }));
}

/** The pages without this message. */
export function removeMessage(pages: readonly MessagePage[], id: MessageId): MessagePage[] {
  return pages.map((page) => ({
    ...page,
    messages: page.messages.filter((view) => view.message.id !== id),
  }));
}

function placed(page: MessagePage, view: MessageView): MessagePage {
  const messages = [...page.messages, view].toSorted(
    (left, right) => left.message.ordinal - right.message.ordinal,
  );
  return { ...page, messages };
}
