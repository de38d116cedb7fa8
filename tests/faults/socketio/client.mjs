// Socket.IO's client: writes what it gets to the standard output, and sends what it reads from the
// standard input with acknowledgements and retries, as the documentation recommends.
import { randomUUID } from "node:crypto";
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

/** It tries again after 0.1 to 0.5 s instead of 1 to 5 s, which can only help it here. */
const RECONNECTION = { reconnectionDelay: 100, reconnectionDelayMax: 500 };
const DELIVERY = { ackTimeout: 10_000, retries: 3 };

const socket = io(process.argv[2], { ...RECONNECTION, ...DELIVERY });
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

socket.on("connect", () => say({ connected: true, recovered: socket.recovered }));
socket.on("event", (n) => say({ got: n }));

let waiting = 0;
for await (const line of createInterface({ input: process.stdin })) {
  waiting += 1;
  socket.emit("change", Number(line), randomUUID(), () => {
    waiting -= 1;
    if (waiting === 0) {
      say({ sent: true });
    }
  });
}
