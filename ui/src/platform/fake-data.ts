// The life of an invented intensive-care nurse, to look at the interface in a browser.
import type { FakeData } from "./fake";
import {
  constraint,
  emptyData,
  evidence,
  finding,
  job,
  message,
  project,
  sent,
  session,
  skillView,
} from "./fake-records";

/** A device in use for some weeks. */
export function demoData(): FakeData {
  const data = emptyData();
  data.bootstrap.preferences = {
    ...data.bootstrap.preferences,
    name: "Marta Lindqvist",
    welcomed: true,
  };
  data.bootstrap.state = {
    ...data.bootstrap.state,
    direction: "Move from bedside nursing into clinical informatics within two years.",
    dependants: 2,
    weekly_hours: 48,
    asked: { direction: true, constraints: true, dependants: true },
  };
  data.skills = skills();
  data.projects = projects();
  data.constraints = constraints();
  data.sessions = sessions();
  data.messages = messages();
  data.findings = findings();
  const began = new Date(Date.now() - 8_000).toISOString();
  const times = { created_at: began, started_at: began };
  data.jobs = [job({ id: "j1", step: "searching", percent: 45, ...times })];
  return data;
}

function skills(): FakeData["skills"] {
  const sepsis = [
    evidence(
      "e1",
      "I called the outreach team twelve minutes after the lactate came back, before the second set of bloods.",
    ),
    evidence("e2", "She recognises deterioration before the score does.", {
      kind: "attestation",
      at: "2026-10-11T10:00:00Z",
    }),
    evidence("e3", "We were at 61 % within the hour when I started; it was 84 % by June.", {
      at: "2026-04-20T10:00:00Z",
    }),
  ];
  return [
    skillView(
      {
        id: "k1",
        name: "Sepsis recognition",
        category: "health",
        evidence: sepsis,
        hours_per_week: 8,
        updated_at: "2026-11-08T09:00:00Z",
      },
      7.7,
      0.84,
    ),
    skillView(
      {
        id: "k2",
        name: "Shift coordination",
        category: "leadership",
        hours_per_week: 10,
        evidence: [evidence("e4", "I ran the board on three nights with two agency nurses.")],
        updated_at: "2026-11-19T09:00:00Z",
      },
      6.7,
      0.77,
    ),
    skillView({ id: "k3", name: "Ventilator management", category: "health" }, 6.9, 0.796),
    skillView({ id: "k4", name: "Clinical handover", category: "communication" }, 6.2, 0.69),
    skillView({ id: "k5", name: "Audit and improvement", category: "domain_knowledge" }, 5.4, 0.69),
    skillView({ id: "k6", name: "Family conversations", category: "communication" }, 5.5, 0.55),
    skillView(
      {
        id: "k7",
        name: "Preceptorship",
        category: "education",
        status: "edited",
      },
      6.1,
      0.71,
    ),
    skillView({ id: "k8", name: "SQL", category: "data" }, 4.0, 0.69),
    skillView(
      {
        id: "k9",
        name: "Incident review",
        category: "domain_knowledge",
        status: "suggested",
        confirmed_at: null,
        evidence: [
          evidence("e9", "I wrote up the missed alarm so that nobody had to defend themselves.", {
            decision: "suggested",
          }),
        ],
      },
      5.1,
      0.46,
    ),
    skillView(
      {
        id: "k10",
        name: "Excel modelling",
        category: "data",
        status: "rejected",
        confirmed_at: null,
      },
      3.9,
      0.32,
    ),
  ];
}

function projects(): FakeData["projects"] {
  return [
    project({
      id: "p1",
      name: "Sepsis bundle rollout",
      progress: 0.62,
      weight: "key",
      weekly_hours: 12,
      alignment: 0.9,
      skill_ids: ["k1", "k5"],
    }),
    project({
      id: "p2",
      name: "Informatics certificate",
      progress: 0.38,
      weight: "key",
      weekly_hours: 6,
      alignment: 0.95,
      skill_ids: ["k8"],
    }),
    project({
      id: "p3",
      name: "ICU charge shifts",
      weekly_hours: 26,
      alignment: 0.55,
    }),
    project({
      id: "p4",
      name: "Locum night shifts",
      progress: 0.8,
      weight: "minor",
      weekly_hours: 4,
      alignment: 0.15,
    }),
    project({ id: "p5", name: "Ward newsletter", status: "suggested" }),
  ];
}

function constraints(): FakeData["constraints"] {
  return [
    constraint({
      id: "c1",
      name: "Night shifts",
      kind: "health",
      severity: 0.6,
    }),
    constraint({
      id: "c2",
      name: "Course fees",
      kind: "financial",
      severity: 0.4,
    }),
    constraint({
      id: "c3",
      name: "Care for my mother",
      kind: "obligation",
      severity: 0.7,
    }),
    constraint({
      id: "c4",
      name: "Too late to change field",
      kind: "doubt",
      severity: 0.3,
    }),
  ];
}

function sessions(): FakeData["sessions"] {
  return [
    session({
      id: "s1",
      title: "Moving into informatics",
      status: "working",
      active_job: "j1",
      last_message_at: "2026-11-20T08:59:00Z",
    }),
    session({
      id: "s2",
      title: "Nights, family and energy",
      last_message_at: "2026-11-12T19:00:00Z",
    }),
    session({
      id: "s3",
      title: "First conversation",
      status: "finalized",
      finalized_at: "2026-04-20T19:00:00Z",
      last_message_at: "2026-04-20T19:00:00Z",
    }),
  ];
}

function messages(): FakeData["messages"] {
  const asked = { id: "m1", session_id: "s1", role: "assistant" } as const;
  const told = { id: "m2", session_id: "s1", ordinal: 2 };
  return [
    sent(message(asked, "What did you do last week that someone else would have found hard?")),
    sent(message(told, "I wrote up the missed alarm so that nobody had to defend themselves.")),
  ];
}

function findings(): FakeData["findings"] {
  return [
    finding(
      {
        id: "e9",
        name: "Incident review",
        target: { kind: "skill", id: "k9" },
      },
      "I wrote up the missed alarm so that nobody had to defend themselves.",
    ),
  ];
}
