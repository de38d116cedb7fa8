// Where a message goes among those that were read.
import { expect, test } from "vitest";
import { message, sent } from "../platform/fake-records";
import { allMessages, insertMessage, type MessagePage } from "./message-pages";

const said = (id: string, ordinal: number) => sent(message({ id, session_id: "s1", ordinal }, id));

const read: MessagePage[] = [
  { messages: [said("m3", 3), said("m4", 4)], more: true },
  { messages: [said("m1", 1), said("m2", 2)], more: false },
];

test("another version takes the place of the first and of what came after it", () => {
  const revised = { ...said("m5", 5), versions: ["m2", "m5"] };
  const pages = insertMessage(read, revised);
  expect(allMessages(pages).map((view) => view.message.id)).toEqual(["m1", "m5"]);
  expect(allMessages(pages).at(-1)?.versions).toEqual(["m2", "m5"]);
});

test("a version that stands there already is only replaced", () => {
  const again = { ...said("m4", 4), versions: ["m0", "m4"] };
  const pages = insertMessage(read, again);
  expect(allMessages(pages).map((view) => view.message.id)).toEqual(["m1", "m2", "m3", "m4"]);
});
