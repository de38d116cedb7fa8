// How the fake answers commands about sessions and messages, and how its interviewer writes.
import type { Command } from "../bindings/Command";
import type { Message } from "../bindings/Message";
import type { Reply } from "../bindings/Reply";
import type { Session } from "../bindings/Session";
import type { FakeWorld } from "./fake";
import { finding, job, message, session, skillView } from "./fake-records";

const opening = "What did you do last week that someone else would have found hard?";

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
      const findings = data.findings.filter((one) => one.quote.session_id === command.session_id);
      return { type: "findings", findings };
    }
    case "new_session":
      return {
        type: "draft_session",
        id: world.id(),
        kind: command.kind,
        opening,
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
    case "stop_job":
      world.emit({ type: "job_cancelled", job: command.id });
      return change(world, command.session_id, {
        status: "idle",
        active_job: null,
      });
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
  const older = data.messages
    .filter((view) => view.message.session_id === session_id)
    .filter((view) => before === null || view.message.ordinal < before)
    .toSorted((left, right) => left.message.ordinal - right.message.ordinal);
  return {
    type: "messages",
    messages: older.slice(-limit),
    more: older.length > limit,
  };
}

function sendMessage(world: FakeWorld, command: CommandOf<"send_message">): Reply {
  const { data } = world;
  const { session_id, text, kind } = command;
  const jobId = world.id();
  const known = data.sessions.find((one) => one.id === session_id);
  if (!known) {
    addMessage(
      world,
      message({ id: world.id(), session_id, ordinal: 1, role: "assistant" }, opening),
    );
  }
  const next: Session = {
    ...(known ??
      session({
        id: session_id,
        kind,
        title: text.slice(0, 60),
        message_count: 1,
      })),
    status: "working",
    active_job: jobId,
    last_message_at: world.now(),
  };
  next.message_count += 1;
  data.sessions = [...data.sessions.filter((one) => one.id !== session_id), next];
  const created_at = world.now();
  const mine = message(
    { id: world.id(), session_id, ordinal: next.message_count, created_at },
    text,
  );
  const view = addMessage(world, mine);
  world.emit({ type: "session_updated", patch: next });
  setTimeout(() => write(world, next, mine, jobId), data.pace);
  return { type: "message", view };
}

function addMessage(world: FakeWorld, one: Message) {
  const view = { message: one, delivery: { state: "sent" as const } };
  world.data.messages = [...world.data.messages, view];
  world.emit({ type: "interview_message", view });
  return view;
}

function write(world: FakeWorld, at: Session, answered: Message, jobId: string): void {
  const { data } = world;
  const replyId = world.id();
  const running = job({
    id: jobId,
    session_id: at.id,
    message_id: answered.id,
    reply_id: replyId,
    step: "searching",
    created_at: world.now(),
  });
  data.jobs = [...data.jobs.slice(-5), running];
  world.emit({ type: "job_updated", job: running });
  suggest(world, answered);
  const words = "Thank you, that helps. What made that one hard, and what did you do first?"
    .split(" ")
    .map((word, index) => (index === 0 ? word : ` ${word}`));
  let text = "";
  const step = () => {
    const word = words.shift();
    const stopped = data.sessions.find((one) => one.id === at.id)?.active_job !== jobId;
    if (word === undefined || stopped) {
      finish(world, at.id, jobId, { replyId, text, stopped });
      return;
    }
    world.emit({
      type: "job_chunk",
      job: jobId,
      off: [...text].length,
      text: word,
    });
    text += word;
    data.jobTexts[jobId] = text;
    setTimeout(step, data.pace);
  };
  step();
}

function finish(
  world: FakeWorld,
  sessionId: string,
  jobId: string,
  reply: {
    readonly replyId: string;
    readonly text: string;
    readonly stopped: boolean;
  },
): void {
  const { data } = world;
  const old = data.sessions.find((one) => one.id === sessionId);
  if (!old) return;
  const ordinal = old.message_count + 1;
  addMessage(
    world,
    message(
      {
        id: reply.replyId,
        session_id: sessionId,
        ordinal,
        role: "assistant",
        job_id: jobId,
        stopped: reply.stopped,
        created_at: world.now(),
      },
      reply.text,
    ),
  );
  const status = reply.stopped ? "cancelled" : "completed";
  data.jobs = data.jobs.map((one) => (one.id === jobId ? { ...one, status } : one));
  change(world, sessionId, {
    status: "idle",
    active_job: null,
    message_count: ordinal,
  });
  if (!reply.stopped) world.emit({ type: "job_completed", job: jobId });
}

function suggest(world: FakeWorld, answered: Message): void {
  const block = answered.blocks[0];
  const text = block?.type === "text" ? block.text : "";
  const end = [...text].slice(0, 48).length;
  const quoted = [...text].slice(0, end).join("");
  const id = world.id();
  const name = `Skill from answer ${answered.ordinal}`;
  const found = finding({ id, name, created_at: world.now() }, quoted);
  found.quote = {
    ...found.quote,
    session_id: answered.session_id,
    message_id: answered.id,
    end,
  };
  world.data.findings = [...world.data.findings, found];
  world.data.skills = [...world.data.skills, skillView({ id, name, status: "suggested" }, 6, 0.4)];
  world.emit({ type: "finding_updated", finding: found });
}

function change(world: FakeWorld, id: string, fields: Partial<Session>): Reply {
  const old = world.data.sessions.find((one) => one.id === id);
  if (!old) return { type: "done" };
  const next = { ...old, ...fields, version: old.version + 1 };
  world.data.sessions = world.data.sessions.map((one) => (one.id === id ? next : one));
  const { version, last_seq } = next;
  world.emit({
    type: "session_updated",
    patch: { ...fields, id, version, last_seq },
  });
  return { type: "done" };
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
  };
  change(world, id, { status: "finalized", finalized_at: at, summary });
  world.emit({ type: "session_finalized", id, at, summary });
  return { type: "done" };
}
