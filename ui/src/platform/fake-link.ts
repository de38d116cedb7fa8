// The fake's connection: its state, the log of what happened to it, and the numbers about it.
import type { Command } from "../bindings/Command";
import type { ConnectionEntry } from "../bindings/ConnectionEntry";
import type { ConnectionStep } from "../bindings/ConnectionStep";
import type { LinkStatus } from "../bindings/LinkStatus";
import type { Reply } from "../bindings/Reply";
import type { FakeWorld } from "./fake";

const mostEntries = 200;

/** Live, with everything here. */
export const live: LinkStatus = {
  state: "ready",
  behind: 0,
  attempt: 0,
  retry_at: null,
  problem: null,
  transport: "web_socket",
};

/** The answer to a command about the connection; null for any other. */
export function answerLink(world: FakeWorld, command: Command): Reply | null {
  switch (command.type) {
    case "retry_now":
      retry(world);
      return { type: "done" };
    case "get_diagnostics": {
      const { log } = world.data;
      const diagnostics = { requests: 12, events: 340, repeated: 0, dropped: 0, unsettled: 0 };
      const connections = log.filter((entry) => entry.step.type === "live").length;
      return { type: "diagnostics", diagnostics: { ...diagnostics, connections } };
    }
    case "get_connection_log":
      return { type: "connection_log", entries: world.data.log };
    default:
      return null;
  }
}

/** Brings the connection into a state and says so. */
function setLink(world: FakeWorld, status: LinkStatus): void {
  world.data.bootstrap.link = status;
  world.emit({ type: "link_changed", status });
}

function retry(world: FakeWorld): void {
  log(world, { type: "retry_asked" });
  log(world, { type: "dialling", transport: "web_socket" });
  setLink(world, { ...live, state: "connecting", transport: null });
  setTimeout(() => {
    log(world, { type: "live", transport: "web_socket" });
    setLink(world, live);
    world.settle();
  }, world.data.pace);
}

function log(world: FakeWorld, step: ConnectionStep): void {
  const { data } = world;
  const number = (data.log.at(-1)?.number ?? 0) + 1;
  const entry: ConnectionEntry = { number, at: world.now(), step };
  data.log = [...data.log, entry].slice(-mostEntries);
  world.emit({ type: "connection_logged", entry });
}
