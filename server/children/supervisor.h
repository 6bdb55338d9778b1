#pragma once

// The process that starts and ends all child processes, so that none outlives the server, however that ends.
//
// It is forked before the server has any thread, and answers on one socket. When the socket closes - the server has
// stopped or was killed - it kills every child with its descendants, deletes the run folder and exits. Descendants that
// leave their session come back to it (it is their subreaper). Children get SIGKILL where it dies itself.
//
// Messages (one packet each, JSON): {"start": id, "command", "environment", "folder"} with the output's write end
// attached, {"kill": pid}; back: {"started": id, "pid"}, {"failed": id, "error"}, {"exited": pid, "status", "signal"}.

#include <sys/types.h>

#include <filesystem>

namespace cloudling::server {

/// The server's end: a connected SOCK_SEQPACKET socket, the process, and the run folder (mode 0700).
struct Supervisor {
  int socket = -1;
  pid_t pid = -1;
  std::filesystem::path folder;
};

inline constexpr size_t kMaxSupervisorMessage = 128 * 1024;  ///< bytes

/// Forks it. To be called once, before the first thread. Throws std::system_error.
Supervisor start_supervisor();

}  // namespace cloudling::server
