//! The realtime backend, as a library and as the program trajectory-server.
