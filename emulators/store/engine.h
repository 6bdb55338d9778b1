#pragma once

// What the parts of the store share. Held by shared_ptr because streams of bytes and running jobs may outlive the
// Store: once it has stopped, everything here refuses with StoreError instead of being gone.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "emulators/store/read_gate.h"
#include "emulators/store/readers.h"
#include "emulators/store/writer.h"

namespace cloudling::store {

struct Engine {
  using Log = std::function<void(const std::string&)>;
  using Done = std::function<void(std::exception_ptr)>;

  Engine(const std::string& path, std::unique_ptr<Connection> write_connection,
         std::unique_ptr<Connection> log_connection, int reader_threads, Log log)
      : log(std::move(log)),
        writer(std::move(write_connection), std::move(log_connection), this->log),
        readers(path, reader_threads, gate),
        inline_readers(path, gate) {}

  /// Readers first: the connection that closes last, the writer's, empties the log.
  void stop() {
    readers.stop();
    inline_readers.stop();
    writer.stop();
  }

  Log log;
  ReadGate gate;
  std::atomic<uint64_t> epoch{0};  ///< changes only while the writer is ours and the gate is closed
  Writer writer;
  Readers readers;
  InlineReaders inline_readers;
};

/// Blocks until the callback given to `start` was called; rethrows what it was called with. Throws std::logic_error on
/// a thread of the store, which would wait for itself.
void wait_until_done(const std::function<void(Engine::Done)>& start);

}  // namespace cloudling::store
