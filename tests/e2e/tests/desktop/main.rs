//! The real program in the real webview.

mod host;
