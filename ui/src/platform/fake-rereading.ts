// How the fake reads a session again: what differs is in its data, as if the extractor had learned
// since. Decisions are left alone, as by the server.
import type { Command } from "../bindings/Command";
import type { Finding } from "../bindings/Finding";
import type { Reply } from "../bindings/Reply";
import type { Rereading } from "../bindings/Rereading";
import type { FakeWorld } from "./fake";

/** The answer to a command about reading again; null for any other. */
export function answerRereading(world: FakeWorld, command: Command): Reply | null {
  if (command.type === "preview_rereading") {
    const id = world.id();
    const { session_id } = command;
    world.data.read = { ...differing(world, session_id), id, session_id, left_out: 0 };
    return { type: "rereading", rereading: world.data.read };
  }
  if (command.type !== "apply_rereading") return null;
  const { read } = world.data;
  if (read?.id === command.id) apply(world, read);
  world.data.read = null;
  return { type: "done" };
}

function differing(
  { data }: FakeWorld,
  session: string,
): Pick<Rereading, "new" | "changed" | "gone"> {
  const { found, gone } = data.reread;
  const here = found.filter((one) => one.quote.session_id === session);
  const open = data.findings.filter((one) => one.decision === "suggested");
  const changed = here.flatMap((after) => {
    const before = open.find((one) => one.id === after.id);
    return before ? [{ before, after }] : [];
  });
  return {
    new: here.filter((one) => data.findings.every((known) => known.id !== one.id)),
    changed,
    gone: open.filter((one) => gone.includes(one.id) && one.quote.session_id === session),
  };
}

function apply(world: FakeWorld, { new: found, changed, gone }: Rereading): void {
  const withdrawn = gone.map((finding) => ({ ...finding, withdrawn: true }));
  for (const finding of [...found, ...changed.map(({ after }) => after), ...withdrawn]) {
    keep(world, finding);
  }
  world.data.reread = { found: [], gone: [] };
}

function keep({ data, emit }: FakeWorld, finding: Finding): void {
  const others = data.findings.filter((one) => one.id !== finding.id);
  data.findings = finding.withdrawn ? others : [...others, finding];
  emit({ type: "finding_updated", finding });
}
