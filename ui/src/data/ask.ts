// One question to the engine, with the reply it must give. Leaves caching to queries and the
// meaning of a refusal to whoever shows it.
import type { Command } from "../bindings/Command";
import type { Reply } from "../bindings/Reply";
import { type Platform, ProblemError } from "../platform/platform";

/** The reply with this type. */
export type ReplyOf<T extends Reply["type"]> = Extract<Reply, { type: T }>;

/** Dispatches and checks that the reply is the one the command is documented to get. */
export async function ask<T extends Reply["type"]>(
  platform: Platform,
  command: Command,
  expected: T,
): Promise<ReplyOf<T>> {
  const reply = await platform.dispatch(command);
  if (!isReply(reply, expected)) {
    throw new ProblemError({ code: "internal", title: "", retryable: false });
  }
  return reply;
}

function isReply<T extends Reply["type"]>(reply: Reply, type: T): reply is ReplyOf<T> {
  return reply.type === type;
}
