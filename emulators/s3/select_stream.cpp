#include "emulators/s3/select_stream.h"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <utility>

#include "emulators/aws/event_stream.h"

namespace cloudling::s3 {

namespace asio = boost::asio;
using asio::awaitable;

namespace {

constexpr size_t kRecordsEvent = 64u << 10;  // bytes of records that make an event
constexpr size_t kRecordsAtOnce = 64;
constexpr auto kTurn = std::chrono::milliseconds(2);  // of work before others have theirs
constexpr uint64_t kBeforeAnswer = 1u << 20;          // bytes read before the answer begins, if nothing is to be told
constexpr auto kSilence = std::chrono::seconds(1);    // after which the client hears something

std::string error_event(const aws::Error& error) {
  aws::EventMessage message;
  message.headers = {
      {":error-code", error.code}, {":error-message", error.message.substr(0, 1024)}, {":message-type", "error"}};
  return aws::encode_event_message(message);
}

/// An event that says only that it is there.
std::string bare_event(const char* type) {
  aws::EventMessage message;
  message.headers = {{":event-type", type}, {":message-type", "event"}};
  return aws::encode_event_message(message);
}

awaitable<void> others_turn() {
  const auto executor = co_await asio::this_coro::executor;
  co_await asio::post(executor, asio::use_awaitable);
}

}  // namespace

SelectStream::SelectStream(SelectRequest request, select::RecordRange range, Source source, aws::TimeMs now)
    : scan_(std::move(request.query), request.input, std::move(request.output), now, range),
      decompressor_(select::make_decompressor(request.compression)),
      source_(std::move(source)),
      progress_(request.progress) {}

awaitable<void> SelectStream::begin() { begun_ = co_await advance(kBeforeAnswer); }

awaitable<std::string> SelectStream::next() {
  if (!begun_.empty()) co_return std::exchange(begun_, std::string());
  std::string events;
  std::optional<aws::Error> failure;
  try {
    while (events.empty() && !closed_) events = co_await advance(UINT64_MAX);
  } catch (const aws::Error& error) {
    failure = error;
  }
  if (failure) {
    closed_ = true;
    events = records() + error_event(*failure);
  }
  co_return events;
}

/// To the next event, or until so many bytes of the object have been read; "" then, and behind the last event.
awaitable<std::string> SelectStream::advance(uint64_t most_bytes) {
  if (scan_.wants_header()) co_await read_header();
  Clock::time_point began = Clock::now();
  while (!closed_) {
    const bool more = scan_.run(kRecordsEvent, kRecordsAtOnce);
    if (scan_.done()) co_return last_events();
    if (scan_.output().size() >= kRecordsEvent) co_return records();
    const Clock::time_point now = Clock::now();
    if (now - told_ >= kSilence) co_return sign_of_life();
    if (scanned_ >= most_bytes) break;
    if (now - began >= kTurn) {
      co_await others_turn();
      began = Clock::now();
    }
    if (!more) co_await read_more();
  }
  co_return std::string();
}

awaitable<void> SelectStream::read_header() {
  while (scan_.wants_header()) {
    const std::string chunk = co_await source_.header.next();
    if (chunk.empty())
      scan_.finish_header();
    else
      scan_.feed_header(chunk);
  }
}

awaitable<void> SelectStream::read_more() {
  std::string bytes = decompressor_ ? decompressor_->take() : std::string();
  if (bytes.empty()) {
    bytes = co_await source_.object.next();
    object_ended_ = bytes.empty();
    scanned_ += bytes.size();
    if (decompressor_ && !object_ended_) {
      decompressor_->feed(std::move(bytes));
      co_return;
    }
  }
  if (object_ended_ && decompressor_) decompressor_->finish();
  processed_ += bytes.size();
  if (object_ended_)
    scan_.finish();
  else
    scan_.feed(bytes);
}

std::string SelectStream::records() {
  std::string bytes = scan_.output().take();
  if (bytes.empty()) return bytes;
  told_ = Clock::now();
  returned_ += bytes.size();
  return aws::encode_event("Records", "application/octet-stream", std::move(bytes));
}

std::string SelectStream::sign_of_life() {
  std::string events = records();
  told_ = Clock::now();
  if (progress_) return events + aws::encode_event("Progress", "text/xml", details("Progress"));
  return events.empty() ? bare_event("Cont") : events;
}

std::string SelectStream::last_events() {
  closed_ = true;
  std::string events = records();
  if (progress_) events += aws::encode_event("Progress", "text/xml", details("Progress"));
  return events + aws::encode_event("Stats", "text/xml", details("Stats")) + bare_event("End");
}

std::string SelectStream::details(const char* element) const {
  const std::string name = element;
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><" + name + "><BytesScanned>" + std::to_string(scanned_) +
         "</BytesScanned><BytesProcessed>" + std::to_string(processed_) + "</BytesProcessed><BytesReturned>" +
         std::to_string(returned_) + "</BytesReturned></" + name + ">";
}

}  // namespace cloudling::s3
