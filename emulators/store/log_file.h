#pragma once

// SQLite appends to its write-ahead log in two writes a page, a header of 24 bytes and the page. This collects them, so
// that a transaction costs one write of the file for each 120 KiB.

namespace cloudling::store {

/// The name of the file system (sqlite3_vfs) for the connection that writes; registered at the first call. It is the
/// system's own but for the log: what a connection has appended there is in the file once a commit is told to others,
/// and before it is synced, read, cut or closed. Errors are those of the write that gave it to the file, at the latest
/// the commit's last.
const char* collecting_file_system();

}  // namespace cloudling::store
