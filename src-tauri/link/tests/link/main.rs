//! The connection from outside: the rules of its state machine one by one, its laws over random
//! sequences, and the driver, REST and account against small scripted servers on loopback.

mod account;
mod bench;
mod driver;
mod driver_slower;
mod hostile;
mod laws;
mod loss;
mod observer;
mod rest;
mod rules;
mod rules_channels;
mod rules_network;
mod rules_slower;
mod scripted_http;
mod scripted_network;
mod scripted_socket;
mod server;
mod under_fire;
