// The words of a message, without what is attached. Pure.
import type { Message } from "../bindings/Message";

/** All words of a message. */
export function messageText({ blocks }: Message): string {
  return blocks.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n\n");
}
