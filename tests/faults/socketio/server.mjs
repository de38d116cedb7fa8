// Socket.IO's server with connection state recovery, set up as its documentation shows, with its
// in-memory adapter. `POST /emit?n=7` sends event 7 to every client of the stream; what clients send
// is written to the standard output, once for each `id` as the documentation recommends for retries.
import { createServer } from "node:http";
import { Server } from "socket.io";

const port = Number(process.argv[2]);
/** The documentation's own value. */
const RECOVERY = { maxDisconnectionDuration: 2 * 60 * 1000, skipMiddlewares: true };
/** About as long as our events. */
const PADDING = "x".repeat(400);

const http = createServer((request, response) => {
  const url = new URL(request.url, "http://localhost");
  if (url.pathname !== "/emit") {
    return;
  }
  io.to("stream").emit("event", Number(url.searchParams.get("n")), PADDING);
  response.end("done");
});
const io = new Server(http, { connectionStateRecovery: RECOVERY });
const seen = new Set();

io.on("connection", (socket) => {
  socket.join("stream");
  socket.on("change", (n, id, acknowledge) => {
    if (!seen.has(id)) {
      seen.add(id);
      process.stdout.write(`${JSON.stringify({ got: n })}\n`);
    }
    acknowledge();
  });
});

http.listen(port, "127.0.0.1");
