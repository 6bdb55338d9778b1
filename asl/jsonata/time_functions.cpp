// $now, $millis, $fromMillis, $toMillis; pictures as XPath's format-dateTime has them, of the Gregorian calendar.

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

#include "asl/definition/timestamp.h"
#include "asl/jsonata/builtins.h"

namespace cloudling::asl::jsonata {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};

std::string with_zeros(int64_t number, size_t width) {
  std::string out = std::to_string(number);
  return out.size() < width ? std::string(width - out.size(), '0') + out : out;
}

/// A point in time taken apart, at an offset from UTC.
struct Parts {
  std::chrono::year_month_day date;
  std::chrono::weekday weekday;
  std::chrono::hh_mm_ss<std::chrono::milliseconds> time{std::chrono::milliseconds{0}};
  int offset_minutes = 0;

  Parts(int64_t ms, int offset) : offset_minutes(offset) {
    using namespace std::chrono;
    const sys_time<milliseconds> at{milliseconds{ms} + minutes{offset}};
    const auto day = floor<days>(at);
    date = year_month_day{day};
    weekday = std::chrono::weekday{day};
    time = hh_mm_ss{at - day};
  }
};

int read_offset(const std::string& zone) {
  int sign = zone.starts_with('-') ? -1 : 1;
  const std::string digits = zone.substr(zone.starts_with('-') || zone.starts_with('+') ? 1 : 0);
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return sign * (value / 100 * 60 + value % 100);
}

std::string offset_text(int minutes, bool colon) {
  char out[16];
  const int size = minutes < 0 ? -minutes : minutes;
  std::snprintf(out, sizeof out, colon ? "%c%02d:%02d" : "%c%02d%02d", minutes < 0 ? '-' : '+', size / 60, size % 60);
  return out;
}

std::string named(std::string_view name, std::string_view presentation, size_t most) {
  std::string out(name.substr(0, most));
  const bool upper = presentation.starts_with("N") && !presentation.starts_with("Nn");
  for (size_t i = 0; i < out.size(); ++i) {
    if (upper) out[i] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[i])));
    if (presentation.starts_with("n")) out[i] = static_cast<char>(std::tolower(static_cast<unsigned char>(out[i])));
  }
  return out;
}

std::string ordinal(int64_t number) {
  const int64_t tens = number % 100;
  const char* ending = tens >= 11 && tens <= 13 ? "th"
                       : number % 10 == 1       ? "st"
                       : number % 10 == 2       ? "nd"
                       : number % 10 == 3       ? "rd"
                                                : "th";
  return std::to_string(number) + ending;
}

int64_t component_number(char component, const Parts& parts) {
  const int64_t hours = parts.time.hours().count();
  switch (component) {
    case 'Y':
      return static_cast<int>(parts.date.year());
    case 'M':
      return static_cast<unsigned>(parts.date.month());
    case 'D':
      return static_cast<unsigned>(parts.date.day());
    case 'd': {
      const auto first = std::chrono::sys_days{parts.date.year() / 1 / 1};
      return (std::chrono::sys_days{parts.date} - first).count() + 1;
    }
    case 'F':
      return parts.weekday.iso_encoding();
    case 'H':
      return hours;
    case 'h':
      return hours % 12 == 0 ? 12 : hours % 12;
    case 'm':
      return parts.time.minutes().count();
    case 's':
      return parts.time.seconds().count();
    case 'f':
      return parts.time.subseconds().count();
    default:
      throw Error{"D3132", std::string("Unknown component specifier ") + component + " in date/time picture string"};
  }
}

/// "[D1o]", "[MNn,*-3]": a component, how it is shown, and how wide.
std::string component_text(std::string_view marker, const Parts& parts) {
  const char component = marker.front();
  const size_t comma = marker.find(',');
  const std::string_view width = comma == std::string_view::npos ? "" : marker.substr(comma + 1);
  std::string_view shown = marker.substr(1, comma == std::string_view::npos ? comma : comma - 1);
  if (component == 'Z' || component == 'z') {
    if (shown.ends_with('t') && parts.offset_minutes == 0) return "Z";
    const std::string text =
        offset_text(parts.offset_minutes, shown.find(':') != std::string_view::npos || shown.empty());
    return component == 'z' ? "GMT" + text : text;
  }
  if (component == 'P') return named(parts.time.hours().count() < 12 ? "am" : "pm", shown.empty() ? "n" : shown, 2);
  size_t most = SIZE_MAX;
  if (const size_t dash = width.find('-'); dash != std::string_view::npos) {
    std::from_chars(width.data() + dash + 1, width.data() + width.size(), most);
  }
  const int64_t number = component_number(component, parts);
  const bool by_name = shown.starts_with('N') || shown.starts_with('n') || (component == 'F' && shown.empty());
  if (by_name && component == 'M') return named(kMonths[static_cast<size_t>(number - 1)], shown, most);
  if (by_name && component == 'F')
    return named(kDays[static_cast<size_t>(number % 7)], shown.empty() ? "n" : shown, most);
  if (shown.ends_with('o')) return ordinal(number);
  if (component == 'f') return with_zeros(number, 3).substr(0, std::max<size_t>(shown.size(), 1));
  size_t least = shown.size();
  if (shown.empty() && (component == 'm' || component == 's')) least = 2;
  if (component == 'Y' && shown.size() == 2) return with_zeros(number % 100, 2);
  return with_zeros(number, least);
}

std::string formatted(int64_t ms, const std::string& picture, int offset) {
  const Parts parts(ms, offset);
  std::string out;
  for (size_t at = 0; at < picture.size(); ++at) {
    const char c = picture[at];
    const bool doubled = at + 1 < picture.size() && picture[at + 1] == c;
    if ((c == '[' || c == ']') && doubled) {
      out += c;
      ++at;
    } else if (c == '[') {
      const size_t end = picture.find(']', at);
      if (end == std::string::npos || end == at + 1)
        throw Error{"D3135", "No matching closing bracket ']' in date/time picture string"};
      std::string marker = picture.substr(at + 1, end - at - 1);
      std::erase_if(marker, [](char space) { return space == ' ' || space == '\n' || space == '\t'; });
      if (marker.empty()) throw Error{"D3135", "No matching closing bracket ']' in date/time picture string"};
      out += component_text(marker, parts);
      at = end;
    } else {
      out += c;
    }
  }
  return out;
}

constexpr const char* kIso = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]";

std::string shown_time(Call& call, int64_t ms, size_t first) {
  const std::string picture = call.has(first) ? call[first].text() : kIso;
  return formatted(ms, picture, call.has(first + 1) ? read_offset(call[first + 1].text()) : 0);
}

Item now(Call& call) { return text_item(shown_time(call, call.evaluator.bindings().now_ms, 0)); }
Item millis(Call& call) { return Item::of(static_cast<double>(call.evaluator.bindings().now_ms)); }

Item from_millis(Call& call) {
  const double ms = call[0].number();
  constexpr double kMost = 8.64e15;
  if (ms < -kMost || ms > kMost) throw Error{"D3137", "The time is out of range"};
  return text_item(shown_time(call, static_cast<int64_t>(ms), 1));
}

/// Reads the numbers and names of a picture from a text.
class PictureReader {
 public:
  PictureReader(std::string_view text, std::string_view picture) : text_(text), picture_(picture) {}

  std::optional<int64_t> read() {
    for (size_t at = 0; at < picture_.size(); ++at) {
      if (picture_[at] != '[') {
        if (text_.empty() || text_.front() != picture_[at]) return std::nullopt;
        text_.remove_prefix(1);
        continue;
      }
      const size_t end = picture_.find(']', at);
      if (end == std::string_view::npos || end == at + 1) return std::nullopt;
      if (!component(picture_.substr(at + 1, end - at - 1))) return std::nullopt;
      at = end;
    }
    if (!text_.empty()) return std::nullopt;
    using namespace std::chrono;
    if (hours12_) hour_ = hour_ % 12 + (afternoon_ ? 12 : 0);
    const year_month_day date{year{static_cast<int>(year_)}, month{static_cast<unsigned>(month_)},
                              day{static_cast<unsigned>(day_)}};
    if (!date.ok()) return std::nullopt;
    const int64_t days = sys_days{date}.time_since_epoch().count();
    return ((days * 24 + hour_) * 60 + minute_ - offset_) * 60'000 + second_ * 1000 + milli_;
  }

 private:
  bool component(std::string_view marker) {
    const std::string_view shown =
        marker.substr(1, marker.find(',') == std::string_view::npos ? std::string_view::npos : marker.find(',') - 1);
    switch (marker.front()) {
      case 'Y':
        return number(year_, shown.size() > 1 ? shown.size() : 4);
      case 'M':
        return shown.starts_with('N') || shown.starts_with('n') ? month_name() : number(month_, 2);
      case 'D':
        return number(day_, 2) && (!shown.ends_with('o') || skip(2));
      case 'H':
        return number(hour_, 2);
      case 'h':
        hours12_ = true;
        return number(hour_, 2);
      case 'P': {
        hours12_ = true;
        afternoon_ = !text_.empty() && (text_.front() == 'p' || text_.front() == 'P');
        return skip(2);
      }
      case 'm':
        return number(minute_, 2);
      case 's':
        return number(second_, 2);
      case 'f':
        return number(milli_, 3);
      case 'Z':
      case 'z':
        return zone();
      case 'F': {
        while (!text_.empty() && std::isalpha(static_cast<unsigned char>(text_.front())) != 0) text_.remove_prefix(1);
        return true;
      }
      default:
        return false;
    }
  }

  bool skip(size_t count) {
    if (text_.size() < count) return false;
    text_.remove_prefix(count);
    return true;
  }

  bool number(int64_t& out, size_t most) {
    const std::string_view digits = text_.substr(0, most);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    if (error != std::errc() || out < 0) return false;
    return skip(static_cast<size_t>(end - digits.data()));
  }

  bool month_name() {
    for (size_t i = 0; i < kMonths.size(); ++i) {
      for (const size_t size : {kMonths[i].size(), size_t{3}}) {
        if (text_.substr(0, size) != kMonths[i].substr(0, size)) continue;
        month_ = static_cast<int64_t>(i) + 1;
        return skip(size);
      }
    }
    return false;
  }

  bool zone() {
    if (text_.starts_with('Z')) return skip(1);
    if (text_.starts_with("GMT")) skip(3);
    std::string digits;
    while (!text_.empty() && std::string_view("+-:0123456789").find(text_.front()) != std::string_view::npos) {
      if (text_.front() != ':') digits += text_.front();
      text_.remove_prefix(1);
    }
    offset_ = read_offset(digits);
    return digits.size() == 5;
  }

  std::string_view text_;
  std::string_view picture_;
  int64_t year_ = 1970, month_ = 1, day_ = 1, hour_ = 0, minute_ = 0, second_ = 0, milli_ = 0, offset_ = 0;
  bool hours12_ = false, afternoon_ = false;
};

Item to_millis(Call& call) {
  const std::string& text = call[0].text();
  if (call.has(1)) {
    const auto ms = PictureReader(text, call[1].text()).read();
    return ms ? Item::of(static_cast<double>(*ms)) : Item();
  }
  std::string whole = text;
  if (whole.size() == 4) whole += "-01";
  if (whole.size() == 7) whole += "-01";
  if (whole.size() == 10) whole += "T00:00:00Z";
  const auto timestamp = parse_timestamp(whole);
  if (timestamp) return Item::of(static_cast<double>(timestamp->milliseconds()));
  throw Error{"D3110", "The argument of the toMillis function must be an ISO 8601 formatted timestamp. Given " +
                           json::write(call[0].value())};
}

}  // namespace

std::span<const Builtin> time_functions() {
  static constexpr std::array<Builtin, 4> kFunctions = {{
      {"now", "ss", 0, false, false, now},
      {"millis", "", 0, false, false, millis},
      {"fromMillis", "nss", 1, true, true, from_millis},
      {"toMillis", "ss", 1, true, true, to_millis},
  }};
  return kFunctions;
}

}  // namespace cloudling::asl::jsonata
