//! What decisions and changes do to records, the same on the server and in the desktop's overlay.
