// The fake's interviewer: each answer becomes a job that goes through its steps, writes a reply word
// by word and suggests a finding. Jobs can be stopped and asked for again.
import type { Command } from "../bindings/Command";
import type { Job } from "../bindings/Job";
import type { JobId } from "../bindings/JobId";
import type { Message } from "../bindings/Message";
import type { MessageId } from "../bindings/MessageId";
import type { MessageView } from "../bindings/MessageView";
import type { Reply } from "../bindings/Reply";
import type { Session } from "../bindings/Session";
import type { SessionId } from "../bindings/SessionId";
import { messageText } from "../lib/message-text";
import type { FakeWorld } from "./fake";
import { finding, job, message, sent, skillView } from "./fake-records";
import { asShown, behind, endAfter, parentOf } from "./fake-tree";
import { ProblemError } from "./platform";

const reply = "Thank you, that helps. What made that one hard, and what did you do first?";

/** The answer to a command about jobs; null for any other. */
export function answerJobs(world: FakeWorld, command: Command): Reply | null {
  const { data } = world;
  switch (command.type) {
    case "list_jobs":
      return { type: "jobs", jobs: listed(data.jobs) };
    case "get_job_text":
      return { type: "job_text", text: data.jobTexts[command.id] ?? "" };
    case "stop_job":
      end(world, command.id, "cancelled");
      return { type: "done" };
    case "retry_job":
      return retry(world, command.id);
    case "dismiss_resuming":
      forgetResuming(world, command.job);
      return { type: "done" };
    default:
      return null;
  }
}

/** Begins the answer to a message; a session works on one answer at a time. */
export function startAnswer(
  world: FakeWorld,
  answered: Message,
  replaces: MessageId | null = null,
): void {
  const { data } = world;
  const session = sessionOf(world, answered.session_id);
  if (!session) return;
  if (session.active_job !== null) {
    setTimeout(() => startAnswer(world, answered, replaces), data.pace);
    return;
  }
  const queued = job({
    id: world.id(),
    session_id: answered.session_id,
    message_id: answered.id,
    reply_id: world.id(),
    replaces,
    status: "queued",
    step: "thinking",
    percent: 0,
    created_at: world.now(),
    started_at: null,
  });
  data.jobs = [...data.jobs, queued];
  world.emit({ type: "job_updated", job: queued });
  const working = { status: "working", active_job: queued.id, error: null } as const;
  changeSession(world, answered.session_id, working);
  setTimeout(() => work(world, queued.id, answered), data.pace);
}

/** Stores a message as it stands and says so. */
export function addMessage(world: FakeWorld, given: MessageView): void {
  const { session_id } = given.message;
  world.data.messages = [...world.data.messages, given];
  const view = asShown(world.data, given.message);
  if (view) world.emit({ type: "interview_message", view });
  if (given.message.follows !== undefined) world.emit({ type: "message_branched", session_id });
}

/** Where the reply of a job stands. */
function placeOf({ data }: FakeWorld, { message_id, replaces }: Job, ordinal: number) {
  const find = (id: MessageId | null) => data.messages.find((view) => view.message.id === id);
  const old = find(replaces)?.message;
  if (old) return behind(ordinal, parentOf(old));
  const answered = find(message_id)?.message;
  const forked = data.messages.some(({ message }) => message.follows !== undefined);
  return answered && forked ? behind(ordinal, endAfter(data, answered)) : {};
}

/** Changes fields of a session and says which. */
export function changeSession(world: FakeWorld, id: SessionId, fields: Partial<Session>): Reply {
  const old = sessionOf(world, id);
  if (!old) return { type: "done" };
  const next = { ...old, ...fields, version: old.version + 1 };
  world.data.sessions = world.data.sessions.map((one) => (one.id === id ? next : one));
  const { version, last_seq } = next;
  world.emit({ type: "session_updated", patch: { ...fields, id, version, last_seq } });
  return { type: "done" };
}

function sessionOf(world: FakeWorld, id: SessionId): Session | undefined {
  return world.data.sessions.find((one) => one.id === id);
}

function jobOf(world: FakeWorld, id: JobId): Job | undefined {
  return world.data.jobs.find((one) => one.id === id);
}

function changeJob(world: FakeWorld, id: JobId, fields: Partial<Job>): void {
  const old = jobOf(world, id);
  if (!old) return;
  const next = { ...old, ...fields, version: old.version + 1 };
  world.data.jobs = world.data.jobs.map((one) => (one.id === id ? next : one));
  world.emit({ type: "job_updated", job: next });
}

function listed(jobs: readonly Job[]): Job[] {
  const newest = jobs.toSorted((left, right) => right.created_at.localeCompare(left.created_at));
  const ended = newest.filter((one) => one.ended_at !== null).slice(0, 5);
  return newest.filter((one) => one.ended_at === null || ended.includes(one));
}

function work(world: FakeWorld, id: JobId, answered: Message): void {
  const { data } = world;
  if (jobOf(world, id)?.status !== "queued") return;
  changeJob(world, id, { status: "running", percent: 5, started_at: world.now() });
  suggest(world, answered);
  const words = piecesOf(reply, data.pieces);
  const all = words.length;
  const step = () => {
    if (jobOf(world, id)?.status !== "running") return;
    const word = words.shift();
    if (word === undefined) {
      end(world, id, "completed");
      return;
    }
    const text = data.jobTexts[id] ?? "";
    world.emit({ type: "job_chunk", job: id, off: [...text].length, text: word });
    data.jobTexts[id] = text + word;
    forgetResuming(world, id);
    const percent = 40 + Math.round((60 * (all - words.length)) / all);
    world.emit({ type: "job_progress", job: id, step: "writing", percent });
    data.jobs = data.jobs.map((one) =>
      one.id === id ? { ...one, step: "writing", percent } : one,
    );
    setTimeout(step, data.pace);
  };
  world.emit({ type: "job_progress", job: id, step: "searching", percent: 20 });
  setTimeout(step, data.pace);
}

/** A text in at most so many pieces, cut before its spaces. */
function piecesOf(text: string, count: number): string[] {
  const words = text.split(/(?= )/);
  const held = Math.ceil(words.length / count);
  const starts = words.map((_, index) => index).filter((index) => index % held === 0);
  return starts.map((start) => words.slice(start, start + held).join(""));
}

function end(world: FakeWorld, id: JobId, status: "completed" | "cancelled"): void {
  const ended = jobOf(world, id);
  if (!ended || ended.ended_at !== null) return;
  const { session_id, reply_id } = ended;
  const text = world.data.jobTexts[id] ?? "";
  const stopped = status === "cancelled";
  const ordinal = (sessionOf(world, session_id)?.message_count ?? 0) + 1;
  const place = placeOf(world, ended, ordinal);
  const said = { id: reply_id, session_id, ordinal, ...place, job_id: id, created_at: world.now() };
  if (text !== "") {
    addMessage(world, sent(message({ ...said, role: "assistant", stopped }, text)));
    changeSession(world, session_id, { message_count: ordinal });
  }
  forgetResuming(world, id);
  const percent = stopped ? ended.percent : 100;
  changeJob(world, id, { status, percent, ended_at: world.now() });
  changeSession(world, session_id, { status: "idle", active_job: null });
  world.emit({ type: stopped ? "job_cancelled" : "job_completed", job: id });
}

function retry(world: FakeWorld, id: JobId): Reply {
  const old = jobOf(world, id);
  const answered = world.data.messages.find((view) => view.message.id === old?.message_id);
  const busy = old && sessionOf(world, old.session_id)?.active_job !== null;
  if (!old || !answered || busy || old.status === "completed") {
    throw new ProblemError({ code: "version_conflict", title: "", retryable: false });
  }
  if (old.ended_at === null) changeJob(world, id, { status: "failed", ended_at: world.now() });
  forgetResuming(world, id);
  startAnswer(world, answered.message, old.replaces);
  return { type: "done" };
}

function forgetResuming(world: FakeWorld, id: JobId): void {
  const { bootstrap } = world.data;
  const resuming = bootstrap.resuming.filter((one) => one.job !== id);
  if (resuming.length === bootstrap.resuming.length) return;
  bootstrap.resuming = resuming;
  world.emit({ type: "resuming_changed", resuming });
}

function suggest(world: FakeWorld, answered: Message): void {
  const quoted = [...messageText(answered)].slice(0, 48);
  const id = world.id();
  const name = `Skill from answer ${answered.ordinal}`;
  const found = finding({ id, name, created_at: world.now() }, quoted.join(""));
  found.quote = {
    ...found.quote,
    session_id: answered.session_id,
    message_id: answered.id,
    end: quoted.length,
  };
  world.data.findings = [...world.data.findings, found];
  world.data.skills = [...world.data.skills, skillView({ id, name, status: "suggested" }, 6, 0.4)];
  world.emit({ type: "finding_updated", finding: found });
}
