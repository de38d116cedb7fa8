// The subscription: numbers without a hole, and what happens after one.
import { InfiniteQueryObserver, QueryObserver } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";
import type { AppEvent } from "../bindings/AppEvent";
import { fakePlatform } from "../platform/fake";
import { demoData } from "../platform/fake-data";
import { session } from "../platform/fake-records";
import { createClient } from "./client";
import { keys } from "./keys";
import { bootstrapQuery } from "./queries";
import { startStream } from "./stream";

const waiting: AppEvent = {
  type: "outbox_changed",
  status: { pending: 1, stuck: 0, held: 0, oldest_at: null },
};

async function following() {
  const fake = fakePlatform(demoData());
  const client = createClient(0);
  await startStream(fake, client, () => {});
  const observer = new QueryObserver(client, bootstrapQuery(fake, client));
  observer.subscribe(() => {});
  await vi.waitFor(() => expect(observer.getCurrentResult().isSuccess).toBe(true));
  const reads = () => fake.commands.filter((command) => command.type === "bootstrap").length;
  return { fake, client, observer, reads };
}

test("numbers in order change the cache without a read", async () => {
  const { fake, observer, reads } = await following();
  fake.announce({ seq: 1, event: waiting });
  fake.announce({ seq: 2, event: waiting });
  expect(observer.getCurrentResult().data?.outbox.pending).toBe(1);
  expect(reads()).toBe(1);
});

test("after a hole what is on screen is read again", async () => {
  const { fake, reads } = await following();
  fake.announce({ seq: 1, event: waiting });
  fake.announce({ seq: 3, event: waiting });
  await vi.waitFor(() => expect(reads()).toBe(2));
});

test("a repeated announcement changes nothing", async () => {
  const { fake, observer } = await following();
  fake.announce({ seq: 1, event: waiting });
  fake.announce({ seq: 2, event: { ...waiting, status: { ...waiting.status, pending: 5 } } });
  fake.announce({ seq: 2, event: waiting });
  expect(observer.getCurrentResult().data?.outbox.pending).toBe(5);
});

test("a read that an event overtook is repeated", async () => {
  const fake = fakePlatform(demoData());
  const client = createClient(0);
  await startStream(fake, client, () => {});
  const read = client.fetchQuery(bootstrapQuery(fake, client));
  fake.emit(waiting);
  await read;
  expect(fake.commands.filter((command) => command.type === "bootstrap")).toHaveLength(2);
});

test("an unknown session is read once and joins the list", async () => {
  const { fake, client } = await following();
  const list = new InfiniteQueryObserver(client, {
    queryKey: keys.sessions,
    initialPageParam: null,
    queryFn: () => ({ sessions: [session({ id: "s1" })], more: false }),
    getNextPageParam: () => undefined,
  });
  list.subscribe(() => {});
  await vi.waitFor(() => expect(list.getCurrentResult().isSuccess).toBe(true));
  fake.data.sessions.push(session({ id: "s9", last_message_at: "2026-11-21T00:00:00Z" }));
  const patch = { id: "s9", version: 1, last_seq: 1, message_count: 1 };
  fake.emit({ type: "session_updated", patch });
  fake.emit({ type: "session_updated", patch });
  await vi.waitFor(() =>
    expect(client.getQueryData(keys.sessions)).toMatchObject({
      pages: [{ sessions: [{ id: "s9" }, { id: "s1" }] }],
    }),
  );
  const reads = fake.commands.filter((command) => command.type === "get_session");
  expect(reads.length).toBeLessThanOrEqual(2);
});
