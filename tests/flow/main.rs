//! Engine and server together, in one process, over a real socket.
