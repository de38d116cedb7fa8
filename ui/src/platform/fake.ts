// A platform in memory, for component tests and for looking at the interface in a browser. It
// keeps the promises of the engine (events in order, replies by command) but stores nothing.
import type { Announcement } from "../bindings/Announcement";
import type { AppEvent } from "../bindings/AppEvent";
import type { Bootstrap } from "../bindings/Bootstrap";
import type { Command } from "../bindings/Command";
import type { ConnectionEntry } from "../bindings/ConnectionEntry";
import type { Constraint } from "../bindings/Constraint";
import type { Finding } from "../bindings/Finding";
import type { ImportPreview } from "../bindings/ImportPreview";
import type { Job } from "../bindings/Job";
import type { LocalModels } from "../bindings/LocalModels";
import type { MessageView } from "../bindings/MessageView";
import type { ModelsState } from "../bindings/ModelsState";
import type { OutboxItem } from "../bindings/OutboxItem";
import type { Problem } from "../bindings/Problem";
import type { Project } from "../bindings/Project";
import type { Reply } from "../bindings/Reply";
import type { Rereading } from "../bindings/Rereading";
import type { Session } from "../bindings/Session";
import type { SkillView } from "../bindings/SkillView";
import { answerBranches } from "./fake-branches";
import { answerImport } from "./fake-import";
import { answerJobs, startAnswer } from "./fake-interviewer";
import { answerLink } from "./fake-link";
import { answerOutbox, outboxStatus, settleOutbox } from "./fake-outbox";
import { fakeIndex } from "./fake-physics";
import { answerProfile } from "./fake-profile";
import { emptyData } from "./fake-records";
import { answerRereading } from "./fake-rereading";
import { answerSession } from "./fake-session";
import { type Platform, ProblemError } from "./platform";

/** Everything the fake knows. Tests may change it before they render. */
export interface FakeData {
  bootstrap: Omit<Bootstrap, "index" | "outbox">;
  sessions: Session[];
  messages: MessageView[];
  /** Unsent writes that are no messages. */
  writes: OutboxItem[];
  findings: Finding[];
  skills: SkillView[];
  projects: Project[];
  constraints: Constraint[];
  jobs: Job[];
  jobTexts: Record<string, string>;
  drafts: Record<string, string>;
  /** Which language model is used. */
  models: ModelsState;
  /** The model servers on this machine. */
  localModels: LocalModels[];
  /** What is in the files the person chooses; null when they close the dialog. */
  chosen: Omit<ImportPreview, "id"> | null;
  /** What another extractor finds, and the ids of the findings that it does not find any more. */
  reread: { found: Finding[]; gone: string[] };
  /** The session that was read again last. */
  read: Rereading | null;
  /** What happened to the connection, oldest first. */
  log: ConnectionEntry[];
  /** In at most how many pieces the fake interviewer writes a reply. */
  pieces: number;
  /** Milliseconds between two pieces of a reply. */
  pace: number;
}

/** What the parts of the fake share. */
export interface FakeWorld {
  readonly data: FakeData;
  emit(event: AppEvent): void;
  /** A record of the profile changed: announces it and η. */
  announcePhysics(): void;
  /** Unsent work or the connection changed: says so, sends what may go and begins the answers. */
  settle(): void;
  now(): string;
  id(): string;
}

/** The fake, with what a test wants to see and cause. */
export interface FakePlatform extends Platform {
  readonly data: FakeData;
  /** Every command so far, oldest first. */
  readonly commands: Command[];
  /** Announces an event as the engine would. */
  emit(event: AppEvent): void;
  /** Announces with a number of choice, to make holes. */
  announce(announcement: Announcement): void;
  /** From now on this command is refused. */
  refuse(type: Command["type"], problem: Problem): void;
  /** From now on this command is never answered. */
  silence(type: Command["type"]): void;
}

/** A fake over this data; empty as on the first start unless given. */
export function fakePlatform(data: FakeData = emptyData()): FakePlatform {
  const commands: Command[] = [];
  const refused = new Map<Command["type"], Problem>();
  const silent = new Set<Command["type"]>();
  let listener: (announcement: Announcement) => void = () => {};
  let seq = 0;
  let ids = 0;
  const announce = (announcement: Announcement) => {
    seq = announcement.seq;
    listener(announcement);
  };
  const emit = (event: AppEvent) => announce({ seq: seq + 1, event });
  const now = () => new Date().toISOString();
  const world: FakeWorld = {
    data,
    emit,
    now,
    id() {
      ids += 1;
      return `00000000-0000-7000-8000-${String(ids).padStart(12, "0")}`;
    },
    announcePhysics() {
      emit({ type: "physics_updated", index: indexOf(data, now()) });
    },
    settle() {
      for (const message of settleOutbox(world)) startAnswer(world, message);
    },
  };
  return {
    data,
    commands,
    emit,
    announce,
    refuse: (type, problem) => void refused.set(type, problem),
    silence: (type) => void silent.add(type),
    async dispatch(command) {
      commands.push(command);
      if (silent.has(command.type)) return new Promise<Reply>(() => {});
      const problem = refused.get(command.type);
      if (problem) throw new ProblemError(problem);
      return structuredClone(answer(world, command));
    },
    async subscribe(callback) {
      listener = callback;
      seq = 0;
    },
  };
}

function indexOf(data: FakeData, at: string) {
  return fakeIndex({ ...data, state: data.bootstrap.state }, at);
}

function answer(world: FakeWorld, command: Command): Reply {
  return (
    answerApp(world, command) ??
    answerLink(world, command) ??
    answerImport(world, command) ??
    answerRereading(world, command) ??
    answerOutbox(world, command) ??
    answerJobs(world, command) ??
    answerBranches(world, command) ??
    answerSession(world, command) ??
    answerProfile(world, command) ?? { type: "done" }
  );
}

function answerApp(world: FakeWorld, command: Command): Reply | null {
  const { data } = world;
  switch (command.type) {
    case "bootstrap":
      return {
        type: "bootstrap",
        bootstrap: {
          ...data.bootstrap,
          outbox: outboxStatus(data),
          index: indexOf(data, world.now()),
        },
      };
    case "change_preferences":
      data.bootstrap.preferences = { ...data.bootstrap.preferences, ...command.change };
      return { type: "done" };
    case "get_models":
      return { type: "models", state: data.models };
    case "find_local_models":
      return { type: "local_models", found: data.localModels };
    case "test_model":
      return { type: "model_tested", trial: { first_word_ms: 320, extracts: true } };
    case "choose_model": {
      const { choice, key } = command;
      data.models.chosen = choice;
      if (choice && key) data.models.keys.push({ kind: choice.kind, base_url: choice.base_url });
      return { type: "done" };
    }
    case "export_profile":
      return {
        type: "exported",
        path: `/home/you/trajectory-${command.format}`,
      };
    case "preview_physics":
      return { type: "physics", index: previewOf(world, command.findings) };
    default:
      return null;
  }
}

function previewOf({ data, now }: FakeWorld, findings: readonly string[]) {
  const targets = data.findings
    .filter((finding) => findings.includes(finding.id))
    .flatMap(({ target }) => (target.kind === "skill" ? [target.id] : []));
  const skills = data.skills.map((view) =>
    targets.includes(view.skill.id)
      ? { ...view, skill: { ...view.skill, status: "confirmed" as const } }
      : view,
  );
  return indexOf({ ...data, skills }, now());
}
