#pragma once

// Messages of application/vnd.amazon.eventstream (AWS SDK documentation, "Amazon event stream encoding"). Pure.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cloudling::aws {

/// A message: its headers, all of them strings, and its payload.
struct EventMessage {
  std::vector<std::pair<std::string, std::string>> headers;
  std::string payload;
};

/// The bytes of the message, with lengths and checksums. Names have at most 255 bytes, values 32767.
std::string encode_event_message(const EventMessage& message);

/// An event of an operation's stream: ":event-type", ":content-type" and ":message-type" are its headers.
std::string encode_event(std::string type, std::string content_type, std::string payload);

}  // namespace cloudling::aws
