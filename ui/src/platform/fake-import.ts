// How the fake answers commands about imports: the same files are in its data whatever is chosen.
import type { Command } from "../bindings/Command";
import type { Reply } from "../bindings/Reply";
import type { FakeWorld } from "./fake";
import { addMessage } from "./fake-interviewer";
import { message, sent, session } from "./fake-records";

/** The answer to a command about imports; null for any other. */
export function answerImport(world: FakeWorld, command: Command): Reply | null {
  const { data } = world;
  if (command.type === "preview_import") {
    const preview = data.chosen && { id: world.id(), ...data.chosen };
    return { type: "import_preview", preview };
  }
  if (command.type !== "start_import" || !data.chosen) return null;
  const { id, leave_out } = command;
  const documents = data.chosen.documents.filter(({ name }) => !leave_out.includes(name));
  const passages = documents.flatMap((document) => document.passages);
  const title = documents.map(({ name }) => name).join(", ");
  data.sessions.push(session({ id, title, message_count: passages.length }));
  for (const [at, { text }] of passages.entries()) {
    addMessage(world, sent(message({ id: world.id(), session_id: id, ordinal: at + 1 }, text)));
  }
  return { type: "done" };
}
