//! Starts the desktop program.

use std::process::ExitCode;

fn main() -> ExitCode {
    shell::run()
}
