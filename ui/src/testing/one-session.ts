// A device with one session of one question and one answer, for tests of the interview.
import type { Delivery } from "../bindings/Delivery";
import type { Message } from "../bindings/Message";
import type { MessageView } from "../bindings/MessageView";
import type { FakeData } from "../platform/fake";
import { live } from "../platform/fake-link";
import { emptyData, message, sent, session } from "../platform/fake-records";

/** The device; the answer has this text. */
export function oneSession(text = "I split the crew of seven."): FakeData {
  const data = emptyData();
  data.bootstrap.preferences.welcomed = true;
  data.pieces = 2;
  data.pace = 2;
  data.sessions = [session({ id: "s1", title: "Timber frames" })];
  data.messages = [
    sent(said({ id: "m1", role: "assistant" }, "What was hard?")),
    sent(said({ id: "m2", ordinal: 2 }, text)),
  ];
  return data;
}

/** A message of that session. */
export function said(given: Partial<Message> & { id: string }, text: string): Message {
  return message({ session_id: "s1", ...given }, text);
}

/** A message of that session that is not sent, third unless told otherwise. */
export function unsent(delivery: Delivery, text: string, ordinal = 3): MessageView {
  const id = `m${ordinal}`;
  return { message: said({ id, ordinal }, text), delivery, key: `key-${id}` };
}

/** The same device without a connection. */
export function offline(data: FakeData): FakeData {
  data.bootstrap.link = { ...live, state: "offline", transport: null, attempt: 3 };
  return data;
}
