//! The one way to open SQLite: settings, migrations, one writer, many readers.
