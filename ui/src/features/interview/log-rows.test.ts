// The rows of the log.
import { expect, test } from "vitest";
import { message, sent } from "../../platform/fake-records";
import { logRows } from "./log-rows";

function said(ordinal: number, created_at: string) {
  return sent(message({ id: `m${ordinal}`, session_id: "s1", ordinal, created_at }, "words"));
}

const days = (rows: ReturnType<typeof logRows>) =>
  rows.map((row) => row.kind === "message" && row.beginsDay);

test("a day stands at its first message, and older ones of it change no row's name", () => {
  const evening = [said(3, "2026-11-20T12:00:00Z"), said(4, "2026-11-21T12:00:00Z")];
  const read = logRows(evening, null);
  const all = logRows([said(2, "2026-11-20T11:00:00Z"), ...evening], null);
  expect(days(read)).toEqual([true, true]);
  expect(days(all)).toEqual([true, false, true]);
  expect(all.slice(1).map((row) => row.key)).toEqual(read.map((row) => row.key));
});

test("the answer stands before what is not sent yet, under the name of its message", () => {
  const waiting = {
    ...said(2, "2026-11-20T12:00:00Z"),
    delivery: { state: "pending", behind_stuck: false, unanswered: false } as const,
  };
  const rows = logRows([said(1, "2026-11-20T11:00:00Z"), waiting], {
    id: "j1",
    reply_id: "r1",
    replaces: null,
  });
  expect(rows.map((row) => row.key)).toEqual(["m1", "r1", "m2"]);
});

test("while another version of a reply is written, the first and what came after it are left out", () => {
  const at = "2026-11-20T12:00:00Z";
  const all = [said(1, at), said(2, at), said(3, at)];
  const rows = logRows(all, { id: "j1", reply_id: "r1", replaces: "m2" });
  expect(rows.map((row) => row.key)).toEqual(["m1", "r1"]);
});
