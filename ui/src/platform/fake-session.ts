// How the fake answers commands about sessions and messages.
import type { Command } from "../bindings/Command";
import type { Finding } from "../bindings/Finding";
import type { Reply } from "../bindings/Reply";
import type { Session } from "../bindings/Session";
import type { SessionKind } from "../bindings/SessionKind";
import type { FakeData, FakeWorld } from "./fake";
import { addMessage, changeSession as change } from "./fake-interviewer";
import { pending } from "./fake-outbox";
import { message, sent, session } from "./fake-records";
import { behind, shownMessages } from "./fake-tree";

const usual = "What did you do last week that someone else would have found hard?";
const openings: Record<SessionKind, string> = {
  intake: usual,
  exploration: "What would you like this session to be about?",
  guidance: "What are you weighing up at the moment?",
  shared: usual,
};

/** The answer to a command about sessions; null for any other. */
export function answerSession(world: FakeWorld, command: Command): Reply | null {
  const { data } = world;
  switch (command.type) {
    case "list_sessions":
      return listSessions(world, command);
    case "get_session": {
      const found = data.sessions.find((one) => one.id === command.id);
      return { type: "session", session: found ?? null };
    }
    case "list_messages":
      return listMessages(world, command);
    case "list_findings": {
      const own = data.findings.filter((one) => one.quote.session_id === command.session_id);
      const findings = own.filter((one) => isOffered(data, one));
      return { type: "findings", findings };
    }
    case "new_session":
      return {
        type: "draft_session",
        id: command.id ?? world.id(),
        kind: command.kind,
        opening: openings[command.kind],
      };
    case "send_message":
      return sendMessage(world, command);
    case "get_draft":
      return { type: "draft", text: data.drafts[command.session_id] ?? "" };
    case "save_draft":
      data.drafts[command.session_id] = command.text;
      return { type: "done" };
    case "rename_session":
      return change(world, command.id, {
        title: command.title,
        titled_by_hand: true,
      });
    case "set_permission":
      return change(world, command.id, { permission: command.permission });
    case "set_voice":
      return change(world, command.id, { voice: command.voice });
    case "pause_session":
      return change(world, command.id, { status: "paused" });
    case "resume_session":
      return change(world, command.id, { status: "idle" });
    case "finalize_session":
      return finalize(world, command.id);
    case "delete_session":
      data.sessions = data.sessions.filter((one) => one.id !== command.id);
      world.emit({ type: "session_removed", id: command.id });
      return { type: "done" };
    default:
      return null;
  }
}

type CommandOf<T extends Command["type"]> = Extract<Command, { type: T }>;

function listSessions({ data }: FakeWorld, command: CommandOf<"list_sessions">): Reply {
  const all = data.sessions.toSorted((left, right) =>
    right.last_message_at.localeCompare(left.last_message_at),
  );
  const from = command.before ? all.findIndex((one) => one.id === command.before) + 1 : 0;
  const sessions = all.slice(from, from + command.limit);
  return {
    type: "sessions",
    sessions,
    more: from + command.limit < all.length,
  };
}

function listMessages({ data }: FakeWorld, command: CommandOf<"list_messages">): Reply {
  const { session_id, before, limit } = command;
  const older = shownMessages(data, session_id).filter(
    (view) => before === null || view.message.ordinal < before,
  );
  return {
    type: "messages",
    messages: older.slice(-limit),
    more: older.length > limit,
  };
}

/** Whether a finding is decided, or its words are shown. */
function isOffered(data: FakeData, { decision, quote }: Finding): boolean {
  const known = data.messages.some((view) => view.message.id === quote.message_id);
  if (decision !== "suggested" || !known) return true;
  const shown = shownMessages(data, quote.session_id);
  return shown.some((view) => view.message.id === quote.message_id);
}

function sendMessage(world: FakeWorld, command: CommandOf<"send_message">): Reply {
  const { data } = world;
  const { session_id, text, kind } = command;
  const known = data.sessions.find((one) => one.id === session_id);
  if (!known) {
    const asked = { id: world.id(), session_id, ordinal: 1, role: "assistant" } as const;
    addMessage(world, sent(message(asked, openings[kind])));
  }
  const title = text.slice(0, 60);
  const first = { id: session_id, version: 0, kind, title, message_count: 1 };
  const old = known ?? session(first);
  const next: Session = {
    ...old,
    status: old.status === "paused" ? "idle" : old.status,
    message_count: old.message_count + 1,
    last_message_at: world.now(),
  };
  data.sessions = [...data.sessions.filter((one) => one.id !== session_id), next];
  const created_at = world.now();
  const id = world.id();
  const ordinal = next.message_count;
  const last = shownMessages(data, session_id).at(-1)?.message;
  const place = last?.follows === undefined ? {} : behind(ordinal, last.ordinal);
  const mine = message({ id, session_id, ordinal, ...place, created_at }, text);
  addMessage(world, { message: mine, delivery: pending, key: world.id() });
  world.emit({ type: "session_updated", patch: next });
  world.settle();
  const view = data.messages.find((one) => one.message.id === id);
  return view ? { type: "message", view } : { type: "done" };
}

function finalize(world: FakeWorld, id: string): Reply {
  const at = world.now();
  const own = world.data.findings.filter((one) => one.quote.session_id === id);
  const count = (decision: string) => own.filter((one) => one.decision === decision).length;
  const summary = {
    answers: world.data.messages.filter((view) => view.message.role === "user").length,
    words: 120,
    minutes: 8,
    suggested: own.length,
    confirmed: count("confirmed"),
    rejected: count("rejected"),
    eta_before: 0.62,
    eta_after: 0.71,
    range_before: { low: 0.41, high: 0.95 },
    range_after: { low: 0.55, high: 0.94 },
  };
  change(world, id, { status: "finalized", finalized_at: at, summary });
  world.emit({ type: "session_finalized", id, at, summary });
  return { type: "done" };
}
