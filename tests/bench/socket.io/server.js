// What one client publishes goes to all others: socket.io as it comes, over WebSocket alone. Prints
// its port.
const { createServer } = require('node:http');
const { Server } = require('socket.io');

const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false });
io.on('connection', (socket) => {
  socket.on('publish', (event) => socket.broadcast.emit('event', event));
});
http.listen(0, '127.0.0.1', () => console.log(http.address().port));
