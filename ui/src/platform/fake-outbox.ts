// The fake's unsent work. A message's delivery stands with the message and every other unsent write
// in `writes`; the list and the counts are made from these, as the engine makes them from its rows.
import type { Command } from "../bindings/Command";
import type { Delivery } from "../bindings/Delivery";
import type { IdempotencyKey } from "../bindings/IdempotencyKey";
import type { Message } from "../bindings/Message";
import type { MessageView } from "../bindings/MessageView";
import type { OutboxItem } from "../bindings/OutboxItem";
import type { OutboxStatus } from "../bindings/OutboxStatus";
import type { Reply } from "../bindings/Reply";
import { messageText } from "../lib/message-text";
import type { FakeData, FakeWorld } from "./fake";
import { sent } from "./fake-records";
import { asShown } from "./fake-tree";
import { ProblemError } from "./platform";

/** On its way, as soon as it can. */
export const pending: Delivery = { state: "pending", behind_stuck: false, unanswered: false };

/** The answer to a command about unsent work; null for any other. */
export function answerOutbox(world: FakeWorld, command: Command): Reply | null {
  switch (command.type) {
    case "list_outbox":
      return { type: "outbox", items: outboxItems(world.data) };
    case "retry_write":
      return release(world, [command.key], "stuck");
    case "release_writes":
      return release(world, command.keys, "held");
    case "discard_write":
      return discard(world, command.key);
    case "edit_message":
      return edit(world, command.key, command.text);
    default:
      return null;
  }
}

/** Everything unsent, oldest first. */
function outboxItems(data: FakeData): OutboxItem[] {
  const messages = data.messages.flatMap(({ message, delivery, key }): OutboxItem[] => {
    if (key === undefined) return [];
    const { session_id, id: message_id, created_at } = message;
    const text = messageText(message);
    return [{ key, kind: "message", session_id, message_id, text, delivery, created_at }];
  });
  return [...messages, ...data.writes].toSorted((left, right) =>
    left.created_at.localeCompare(right.created_at),
  );
}

/** How much is unsent. */
export function outboxStatus(data: FakeData): OutboxStatus {
  const items = outboxItems(data);
  const count = (state: Delivery["state"]) =>
    items.filter((item) => item.delivery.state === state).length;
  return {
    pending: count("pending"),
    stuck: count("stuck"),
    held: count("held"),
    oldest_at: items[0]?.created_at ?? null,
  };
}

/** Says what changed behind a changed write, and sends what may go: in each session up to the first
 * message that waits for the person. Gives the messages that went, oldest first. */
export function settleOutbox(world: FakeWorld): Message[] {
  const { data } = world;
  const live = /ready|degraded/.test(data.bootstrap.link.state);
  const gone: Message[] = [];
  for (const view of data.messages) {
    const { delivery, message } = view;
    if (delivery.state !== "pending") continue;
    const behind_stuck = isBehind(data, message);
    if (live && !behind_stuck) {
      replace(world, view, sent(message));
      gone.push(message);
    } else if (delivery.behind_stuck !== behind_stuck) {
      replace(world, view, { ...view, delivery: { ...delivery, behind_stuck } });
    }
  }
  if (live) data.writes = data.writes.filter((item) => item.delivery.state !== "pending");
  world.emit({ type: "outbox_changed", status: outboxStatus(data) });
  return gone;
}

function waitsForPerson(delivery: Delivery): boolean {
  return delivery.state === "stuck" || delivery.state === "held";
}

function isBehind(data: FakeData, { session_id, ordinal }: Message): boolean {
  return data.messages.some(
    ({ message, delivery }) =>
      message.session_id === session_id && message.ordinal < ordinal && waitsForPerson(delivery),
  );
}

function replace(world: FakeWorld, old: MessageView, view: MessageView): void {
  world.data.messages = world.data.messages.map((other) => (other === old ? view : other));
  const shown = asShown(world.data, view.message);
  if (shown) world.emit({ type: "interview_message", view: shown });
}

/** Frees the writes with these keys that are in this state. */
function release(
  world: FakeWorld,
  keys: readonly IdempotencyKey[],
  from: Delivery["state"],
): Reply {
  const { data } = world;
  const chosen = (item: { key?: IdempotencyKey; delivery: Delivery }) =>
    item.key !== undefined && keys.includes(item.key) && item.delivery.state === from;
  for (const view of data.messages.filter(chosen)) {
    replace(world, view, { ...view, delivery: pending });
  }
  data.writes = data.writes.map((item) => (chosen(item) ? { ...item, delivery: pending } : item));
  world.settle();
  return { type: "done" };
}

function waiting(world: FakeWorld, key: IdempotencyKey): MessageView | undefined {
  return world.data.messages.find((view) => view.key === key && waitsForPerson(view.delivery));
}

function discard(world: FakeWorld, key: IdempotencyKey): Reply {
  const { data } = world;
  const view = waiting(world, key);
  if (view) {
    const { session_id } = view.message;
    const unstored = data.sessions.some((one) => one.id === session_id && one.version === 0);
    const gone = data.messages.filter(
      (other) => other === view || (unstored && other.message.session_id === session_id),
    );
    data.messages = data.messages.filter((other) => !gone.includes(other));
    const words = gone.filter((one) => one.key).map((one) => messageText(one.message));
    const typed = data.drafts[session_id] ?? "";
    data.drafts[session_id] = [...words, typed].filter(Boolean).join("\n\n");
    for (const { message } of gone) {
      world.emit({ type: "message_removed", session_id, id: message.id });
    }
    if (unstored) {
      data.sessions = data.sessions.filter((one) => one.id !== session_id);
      world.emit({ type: "session_removed", id: session_id });
    }
  }
  data.writes = data.writes.filter((item) => item.key !== key || !waitsForPerson(item.delivery));
  world.settle();
  return { type: "done" };
}

function edit(world: FakeWorld, key: IdempotencyKey, text: string): Reply {
  const old = waiting(world, key);
  if (!old) throw new ProblemError({ code: "not_found", title: "", retryable: false });
  const { id, session_id } = old.message;
  world.emit({ type: "message_removed", session_id, id });
  const message: Message = { ...old.message, id: world.id(), blocks: [{ type: "text", text }] };
  const view: MessageView = { message, delivery: pending, key: world.id() };
  replace(world, old, view);
  world.settle();
  return { type: "message", view };
}
