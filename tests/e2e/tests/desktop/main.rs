//! The real program in the real webview.

mod crash;
mod host;
mod interview;
mod own_server;
mod rereading;
mod revising;
