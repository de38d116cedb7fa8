// The list of jobs: bounded and in order, as the engine gives it.
import { expect, test } from "vitest";
import type { Job } from "../bindings/Job";
import { job } from "../platform/fake-records";
import { canRetry, withChange, withJob } from "./job-list";

function ended(number: number, given: Partial<Job> = {}): Job {
  const created_at = `2026-11-20T09:0${number}:00Z`;
  return job({ id: `j${number}`, status: "completed", created_at, ...given });
}

const ids = (jobs: readonly Job[]) => jobs.map((one) => one.id);

test("those at work and the last five that ended are kept, newest first", () => {
  const working = ended(0, { status: "running" });
  const jobs = [1, 2, 3, 4, 5, 6, 7].map((number) => ended(number));
  const list = [...jobs, working].reduce<Job[]>((all, one) => withJob(all, one), []);
  expect(ids(list)).toEqual(["j7", "j6", "j5", "j4", "j3", "j0"]);
});

test("a change of an unknown job changes nothing", () => {
  expect(ids(withChange([ended(1)], "j9", { percent: 3 }))).toEqual(["j1"]);
});

test("only the newest job of a session may be asked for again, and only when it did not finish", () => {
  const failed = ended(1, { status: "failed" });
  expect(canRetry([failed], failed)).toBe(true);
  expect(canRetry([ended(1, { status: "cancelled" })], ended(1, { status: "cancelled" }))).toBe(
    true,
  );
  expect(canRetry([failed, ended(2)], failed)).toBe(false);
  expect(canRetry([failed, ended(2, { session_id: "s2" })], failed)).toBe(true);
  expect(canRetry([ended(1)], ended(1))).toBe(false);
});
