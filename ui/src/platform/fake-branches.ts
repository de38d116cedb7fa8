// How the fake answers commands about versions of messages.
import type { Command } from "../bindings/Command";
import type { Message } from "../bindings/Message";
import type { MessageId } from "../bindings/MessageId";
import type { Reply } from "../bindings/Reply";
import type { Session } from "../bindings/Session";
import type { SessionId } from "../bindings/SessionId";
import type { FakeWorld } from "./fake";
import { addMessage, changeSession, startAnswer } from "./fake-interviewer";
import { pending } from "./fake-outbox";
import { message } from "./fake-records";
import { behind, ofSession, parentOf, shownMessages } from "./fake-tree";
import { ProblemError } from "./platform";

/** The answer to a command about versions; null for any other. */
export function answerBranches(world: FakeWorld, command: Command): Reply | null {
  switch (command.type) {
    case "revise_message":
      return revise(world, command.session_id, command.id, command.text);
    case "regenerate":
      return regenerate(world, command.session_id, command.id);
    case "show_version":
      return show(world, command.session_id, command.id);
    default:
      return null;
  }
}

/** A message of a session that takes something. */
function find(world: FakeWorld, session_id: SessionId, id: MessageId): [Session, Message] {
  const open = world.data.sessions.find((one) => one.id === session_id);
  const said = world.data.messages.find((view) => view.message.id === id)?.message;
  if (!open || !said) throw new ProblemError({ code: "not_found", title: "", retryable: false });
  if (open.finalized_at !== null) {
    throw new ProblemError({ code: "session_finalized", title: "", retryable: false });
  }
  return [open, said];
}

/** What is chosen without any version of this message. */
function unchosen(world: FakeWorld, open: Session, said: Message): number[] {
  const versions = ofSession(world.data, open.id)
    .filter((view) => parentOf(view.message) === parentOf(said))
    .map((view) => view.message.ordinal);
  return open.chosen.filter((ordinal) => !versions.includes(ordinal));
}

function revise(world: FakeWorld, session_id: SessionId, id: MessageId, text: string): Reply {
  const [open, old] = find(world, session_id, id);
  const ordinal = open.message_count + 1;
  const mine = message(
    {
      id: world.id(),
      session_id,
      ordinal,
      ...behind(ordinal, parentOf(old)),
      created_at: world.now(),
    },
    text,
  );
  const chosen = unchosen(world, open, old);
  changeSession(world, session_id, { message_count: ordinal, chosen });
  addMessage(world, { message: mine, delivery: pending, key: world.id() });
  world.settle();
  const view = world.data.messages.find((one) => one.message.id === mine.id);
  return view ? { type: "message", view } : { type: "done" };
}

function regenerate(world: FakeWorld, session_id: SessionId, id: MessageId): Reply {
  const [open, old] = find(world, session_id, id);
  const answered = shownMessages(world.data, session_id).findLast(
    (view) => view.message.role === "user" && view.message.ordinal < old.ordinal,
  );
  if (!answered) throw new ProblemError({ code: "invalid_field", title: "", retryable: false });
  changeSession(world, session_id, { chosen: unchosen(world, open, old) });
  world.emit({ type: "message_branched", session_id });
  startAnswer(world, answered.message, id);
  return { type: "done" };
}

function show(world: FakeWorld, session_id: SessionId, id: MessageId): Reply {
  const [open, wanted] = find(world, session_id, id);
  const chosen = [...unchosen(world, open, wanted), wanted.ordinal].toSorted((a, b) => a - b);
  changeSession(world, session_id, { chosen });
  world.emit({ type: "message_branched", session_id });
  return { type: "done" };
}
