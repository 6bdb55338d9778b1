#pragma once

// The logs of other services: takes lines at once and stores them in the background, in the order they came.

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "emulators/aws/clock.h"
#include "emulators/logs/ingestion.h"
#include "emulators/ports.h"
#include "emulators/store/background_writer.h"
#include "emulators/store/store.h"

namespace cloudling::logs {

/// Thread-safe. Groups and streams are made where they are missing. Lines that come while more than kMaxQueuedBytes
/// wait, or while the store refuses, are lost; the stream's next line says how many they were.
class LogWriter : public LogSink {
 public:
  static constexpr size_t kMaxQueuedBytes = 64u << 20;

  LogWriter(store::Store& store, aws::Clock& clock, Ingestion& ingestion);

  void write(const std::string& account, const std::string& region, const std::string& group, const std::string& stream,
             std::vector<LogLine> lines) override;

  /// Resumes once all that was handed in before is stored, or lost.
  boost::asio::awaitable<void> stored() { return writer_.settled(); }

 private:
  struct Place {
    std::string account;
    std::string region;
    std::string group;
    std::string stream;
    auto operator<=>(const Place&) const = default;
  };
  struct Batch {
    Place place;
    std::vector<LogLine> lines;
    size_t bytes = 0;
  };
  using Batches = std::vector<Batch>;

  uint64_t settle_next();
  Batches take();
  void store_all(const Batches& batches);
  void store_place(store::WriteTransaction& tx, const Place& place, const std::vector<LogLine>& lines);
  void lose(const Place& place, size_t lines);

  store::Store& store_;
  aws::Clock& clock_;
  Ingestion& ingestion_;
  std::mutex mutex_;
  std::deque<Batch> queue_;
  size_t queued_bytes_ = 0;
  std::map<Place, size_t> lost_;  ///< lines, by their stream
  store::BackgroundWriter writer_;
};

}  // namespace cloudling::logs
