//! The two commands as the interface calls them, on Tauri's mock runtime with a real engine.
