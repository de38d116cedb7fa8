// The changed fields of a session: absent keeps, null clears.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { SessionPatch } from "../bindings/SessionPatch";
import { session } from "../platform/fake-records";
import { patchSession } from "./session-patch";

const known = session({
  id: "s1",
  title: "Before",
  error: "failed",
  active_job: "j1",
  project_id: "p1",
  finalized_at: "2026-01-01T00:00:00Z",
});

const clearable = fc.record(
  {
    title: fc.string(),
    status: fc.constantFrom("idle" as const, "working" as const, "paused" as const),
    message_count: fc.nat(),
    error: fc.option(fc.string()),
    active_job: fc.option(fc.uuid()),
    project_id: fc.option(fc.uuid()),
    finalized_at: fc.option(fc.constant("2026-02-02T00:00:00Z")),
  },
  { requiredKeys: [] },
);

test("what is given replaces, null included, and what is absent stays", () => {
  fc.assert(
    fc.property(clearable, (fields) => {
      const patch: SessionPatch = { ...fields, id: "s1", version: 2, last_seq: 9 };
      const next = patchSession(known, patch);
      for (const [field, value] of Object.entries(next)) {
        const expected = field in patch ? Reflect.get(patch, field) : Reflect.get(known, field);
        expect(value).toEqual(expected);
      }
    }),
  );
});

test("a field that is there but undefined counts as absent", () => {
  const patch = { id: "s1", version: 2, last_seq: 9, ...JSON.parse('{"title":null}') };
  Reflect.set(patch, "title", undefined);
  expect(patchSession(known, patch).title).toBe("Before");
});
