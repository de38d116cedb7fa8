// Makers of records for the fake and for tests: each gives a whole record from what matters.
import type { Constraint } from "../bindings/Constraint";
import type { Evidence } from "../bindings/Evidence";
import type { Finding } from "../bindings/Finding";
import type { Job } from "../bindings/Job";
import type { Message } from "../bindings/Message";
import type { MessageView } from "../bindings/MessageView";
import type { Project } from "../bindings/Project";
import type { Session } from "../bindings/Session";
import type { Skill } from "../bindings/Skill";
import type { SkillView } from "../bindings/SkillView";
import type { FakeData } from "./fake";
import { live } from "./fake-link";

const at = "2026-11-20T09:00:00Z";

/** A confirmed skill with a belief of this level (0 to 10) and confidence (0 to 1). */
export function skillView(
  given: Partial<Skill> & { id: string; name: string },
  level = 6,
  confidence = 0.6,
): SkillView {
  return {
    skill: {
      version: 1,
      category: "technical",
      status: "confirmed",
      level: null,
      hours_per_week: null,
      by_hand: false,
      before_edit: null,
      confirmed_at: at,
      last_used_at: null,
      evidence: [],
      withdrawn: false,
      created_at: at,
      updated_at: at,
      ...given,
    },
    belief: {
      alpha: level,
      beta: 10 - level,
      level,
      low: Math.max(0, level - 1.4),
      high: Math.min(10, level + 1.2),
      confidence,
    },
  };
}

/** Evidence with these words. */
export function evidence(id: string, text: string, given: Partial<Evidence> = {}): Evidence {
  return {
    id,
    finding_id: id,
    kind: "story",
    level: 0.7,
    at,
    decision: "confirmed",
    quote: {
      session_id: "s1",
      message_id: "m2",
      start: 0,
      end: [...text].length,
      text,
    },
    ...given,
  };
}

/** An active project. */
export function project(given: Partial<Project> & { id: string; name: string }): Project {
  return {
    version: 1,
    status: "active",
    progress: null,
    weight: "normal",
    weekly_hours: null,
    alignment: null,
    skill_ids: [],
    evidence: [],
    withdrawn: false,
    created_at: at,
    updated_at: at,
    ...given,
  };
}

/** An active constraint. */
export function constraint(given: Partial<Constraint> & { id: string; name: string }): Constraint {
  return {
    version: 1,
    kind: "time",
    severity: 0.5,
    status: "active",
    evidence: [],
    withdrawn: false,
    created_at: at,
    updated_at: at,
    ...given,
  };
}

/** An idle intake session. */
export function session(given: Partial<Session> & { id: string }): Session {
  return {
    version: 1,
    kind: "intake",
    status: "idle",
    title: "A session",
    titled_by_hand: false,
    project_id: null,
    permission: "ask",
    voice: { type: "usual" },
    progress: { stage: "breadth", asked: 1, minutes_left: 9, finished: false },
    message_count: 2,
    shown_count: null,
    chosen: [],
    last_seq: 1,
    last_message_at: at,
    preview: "",
    active_job: null,
    error: null,
    summary: null,
    tokens: null,
    created_at: at,
    finalized_at: null,
    ...given,
  };
}

/** A message of one text block. */
export function message(
  given: Partial<Message> & { id: string; session_id: string },
  text: string,
): Message {
  return {
    ordinal: 1,
    role: "user",
    blocks: [{ type: "text", text }],
    job_id: null,
    stopped: false,
    created_at: at,
    ...given,
  };
}

/** A message that the server has. */
export function sent(message: Message): MessageView {
  return { message, delivery: { state: "sent" } };
}

/** A suggested skill finding with these exact words. */
export function finding(
  given: Partial<Finding> & { id: string; name: string },
  text: string,
): Finding {
  return {
    version: 1,
    kind: "skill",
    category: "technical",
    constraint_kind: null,
    level: 0.6,
    hours_per_week: null,
    evidence: "story",
    probability: 0.7,
    quote: {
      session_id: "s1",
      message_id: "m2",
      start: 0,
      end: [...text].length,
      text,
    },
    target: { kind: "skill", id: given.id },
    decision: "suggested",
    edit: null,
    withdrawn: false,
    created_at: at,
    ...given,
  };
}

/** A running interview turn. */
export function job(given: Partial<Job> & { id: string }): Job {
  return {
    version: 1,
    kind: "interview_turn",
    session_id: "s1",
    message_id: "m2",
    reply_id: "m3",
    replaces: null,
    status: "running",
    step: "writing",
    percent: 40,
    gen: 1,
    without_model: false,
    model: null,
    tools: [],
    problem: null,
    created_at: at,
    started_at: at,
    ended_at: null,
    ...given,
  };
}

/** What a fresh device knows. */
export function freshBootstrap(): FakeData["bootstrap"] {
  return {
    preferences: {
      name: "",
      theme: "system",
      text_scale: 1,
      reduced_motion: false,
      close_to_tray: true,
      welcomed: false,
      last_screen: "/",
      last_session: null,
      model: null,
      permission: "ask",
      session_kind: "intake",
      shortcut_toggle: "Ctrl+Alt+T",
      shortcut_interview: "Ctrl+Alt+I",
    },
    host: {
      version: "0.1.0",
      data_folder: "/home/you/.local/share/app.trajectoryos.desktop",
      server: null,
      keyring: true,
      wayland: false,
      shortcuts_refused: [],
      notices: [],
    },
    link: live,
    resuming: [],
    state: {
      version: 1,
      direction: null,
      dependants: null,
      weekly_hours: null,
      asked: { direction: false, constraints: false, dependants: false },
      updated_at: null,
    },
  };
}

/** What the person chooses in the fake's dialog. */
const chosenFiles: NonNullable<FakeData["chosen"]> = {
  documents: [
    {
      name: "cv.pdf",
      passages: [
        { origin: "cv.pdf · 1", text: "I lead the night shift of an intensive-care unit." },
        { origin: "cv.pdf · 2", text: "Sepsis recognition, ventilator management, SQL." },
      ],
    },
    { name: "notes.md", passages: [{ origin: "notes.md", text: "I keep bees." }] },
  ],
  refusals: [{ name: "scan.pdf", why: "no_text" }],
};

/** The data of a first start. */
export function emptyData(): FakeData {
  return {
    bootstrap: freshBootstrap(),
    sessions: [],
    messages: [],
    writes: [],
    findings: [],
    skills: [],
    projects: [],
    constraints: [],
    jobs: [],
    jobTexts: {},
    drafts: {},
    models: { chosen: null, keys: [], here: true },
    localModels: [],
    chosen: chosenFiles,
    reread: { found: [], gone: [] },
    read: null,
    log: [],
    pieces: 100,
    pace: 25,
  };
}
