#pragma once

// The answer to SelectObjectContent while it is made: events of application/vnd.amazon.eventstream (S3 API reference,
// "Appendix: SelectObjectContent Response"). The object is read as the events are.

#include <chrono>
#include <memory>
#include <string>

#include "emulators/aws/body.h"
#include "emulators/s3/select_request.h"

namespace cloudling::s3 {

class SelectStream : public aws::BodyReader {
 public:
  /// The object's bytes from where the scan begins, and from its own begin where the scan wants its header.
  struct Source {
    aws::Body object;
    aws::Body header;
  };

  SelectStream(SelectRequest request, select::RecordRange range, Source source, aws::TimeMs now);

  /// Works until there is something to tell, or much was read. Throws what goes wrong so far, which is the request's
  /// error; later ones are events.
  boost::asio::awaitable<void> begin();

  boost::asio::awaitable<std::string> next() override;

  uint64_t bytes_scanned() const { return scanned_; }
  uint64_t bytes_returned() const { return returned_; }

 private:
  using Clock = std::chrono::steady_clock;

  boost::asio::awaitable<std::string> advance(uint64_t most_bytes);
  boost::asio::awaitable<void> read_header();
  boost::asio::awaitable<void> read_more();
  std::string records();
  std::string sign_of_life();
  std::string last_events();
  std::string details(const char* element) const;

  select::Scan scan_;
  std::unique_ptr<select::Decompressor> decompressor_;
  Source source_;
  bool progress_;
  std::string begun_;  ///< events of begin()
  bool object_ended_ = false;
  bool closed_ = false;
  uint64_t scanned_ = 0, processed_ = 0, returned_ = 0;  ///< bytes, as Stats tells them
  Clock::time_point told_ = Clock::now();                ///< when the last event was made
};

}  // namespace cloudling::s3
