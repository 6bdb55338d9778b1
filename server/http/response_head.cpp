#include "server/http/response_head.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

namespace cloudling::server {

namespace {

struct Reason {
  int status;
  std::string_view phrase;
};

constexpr std::array kReasons = {
    Reason{200, "OK"},
    Reason{201, "Created"},
    Reason{202, "Accepted"},
    Reason{204, "No Content"},
    Reason{206, "Partial Content"},
    Reason{301, "Moved Permanently"},
    Reason{302, "Found"},
    Reason{303, "See Other"},
    Reason{304, "Not Modified"},
    Reason{307, "Temporary Redirect"},
    Reason{308, "Permanent Redirect"},
    Reason{400, "Bad Request"},
    Reason{401, "Unauthorized"},
    Reason{402, "Payment Required"},
    Reason{403, "Forbidden"},
    Reason{404, "Not Found"},
    Reason{405, "Method Not Allowed"},
    Reason{406, "Not Acceptable"},
    Reason{408, "Request Timeout"},
    Reason{409, "Conflict"},
    Reason{410, "Gone"},
    Reason{411, "Length Required"},
    Reason{412, "Precondition Failed"},
    Reason{413, "Content Too Large"},
    Reason{414, "URI Too Long"},
    Reason{415, "Unsupported Media Type"},
    Reason{416, "Range Not Satisfiable"},
    Reason{417, "Expectation Failed"},
    Reason{422, "Unprocessable Content"},
    Reason{424, "Failed Dependency"},
    Reason{429, "Too Many Requests"},
    Reason{431, "Request Header Fields Too Large"},
    Reason{499, "Client Closed Request"},
    Reason{500, "Internal Server Error"},
    Reason{501, "Not Implemented"},
    Reason{502, "Bad Gateway"},
    Reason{503, "Service Unavailable"},
    Reason{504, "Gateway Timeout"},
    Reason{505, "HTTP Version Not Supported"},
    Reason{507, "Insufficient Storage"},
};

/// One formatted Date a second and thread.
std::string_view current_date() {
  thread_local std::time_t formatted_at = -1;
  thread_local std::string date;
  std::time_t now = std::time(nullptr);
  if (now != formatted_at) {
    date = http_date(now);
    formatted_at = now;
  }
  return date;
}

void append_number(std::string& out, uint64_t number) {
  std::array<char, 20> digits;
  auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

/// A byte that may not stand in a field: it would end the line, or the string for some readers.
bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }

void append_clean(std::string& out, std::string_view text) {
  size_t start = out.size();
  out += text;
  std::replace_if(out.begin() + static_cast<std::ptrdiff_t>(start), out.end(), is_control, ' ');
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  append_clean(out, name);
  out += ": ";
  append_clean(out, value);
  out += "\r\n";
}

bool frames_message(std::string_view name) {
  return aws::equals_ignoring_case(name, "Content-Length") || aws::equals_ignoring_case(name, "Connection") ||
         aws::equals_ignoring_case(name, "Transfer-Encoding");
}

void append_length(std::string& out, const aws::HttpResponse& response, const ResponsePlan& plan) {
  bool bodiless = response.status == 204 || response.status == 304 || response.status < 200;
  if (plan.framing == Framing::kChunked) {
    out += "Transfer-Encoding: chunked\r\n";
  } else if (const std::string* given = response.headers.find("Content-Length");
             given != nullptr && plan.head_request && !bodiless) {
    append_field(out, "Content-Length", *given);
  } else if (auto size = response.body.size(); size && !bodiless) {
    out += "Content-Length: ";
    append_number(out, *size);
    out += "\r\n";
  }
}

}  // namespace

void append_response_head(std::string& out, const aws::HttpResponse& response, const ResponsePlan& plan) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<uint64_t>(response.status));
  out += ' ';
  out += reason_phrase(response.status);
  out += "\r\n";
  bool date = false;
  bool server = false;
  for (const auto& [name, value] : response.headers) {
    if (frames_message(name)) continue;
    date = date || aws::equals_ignoring_case(name, "Date");
    server = server || aws::equals_ignoring_case(name, "Server");
    append_field(out, name, value);
  }
  append_length(out, response, plan);
  if (!date) append_field(out, "Date", current_date());
  if (!server) out += "Server: cloudling\r\n";
  if (!plan.keep_alive) {
    out += "Connection: close\r\n";
  } else if (!plan.http_1_1) {
    out += "Connection: keep-alive\r\n";
  }
  out += "\r\n";
}

std::string_view reason_phrase(int status) {
  auto found = std::find_if(kReasons.begin(), kReasons.end(), [status](const Reason& r) { return r.status == status; });
  return found == kReasons.end() ? std::string_view() : found->phrase;
}

std::string http_date(int64_t epoch_seconds) {
  static constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::time_t time = epoch_seconds;
  std::tm parts{};
  gmtime_r(&time, &parts);
  std::array<char, 64> text;
  int length = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", kDays[parts.tm_wday],
                             parts.tm_mday, kMonths[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                             parts.tm_sec);
  return {text.data(), static_cast<size_t>(length)};
}

}  // namespace cloudling::server
