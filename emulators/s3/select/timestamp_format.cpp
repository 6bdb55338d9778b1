#include "emulators/s3/select/timestamp_format.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "emulators/aws/http.h"
#include "emulators/s3/select/errors.h"

namespace cloudling::s3::select {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
constexpr std::string_view kSymbols = "yMdahHmsSnXx";
constexpr size_t kMaxPattern = 1024;

/// A symbol, repeated, or text that stands for itself.
struct Piece {
  char symbol = 0;
  size_t count = 0;
  std::string text;
};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_valid_count(char symbol, size_t count) {
  switch (symbol) {
    case 'y':
      return count == 1 || count == 2 || count == 4;
    case 'M':
    case 'X':
    case 'x':
      return count <= 5;
    case 'S':
      return count <= 9;
    case 'a':
    case 'n':
      return count == 1;
    default:
      return count <= 2;
  }
}

/// What stands in quotes from `at`, the opening one, on; moves behind it. Two quotes are one of the text.
std::string quoted(std::string_view pattern, size_t& at) {
  std::string text;
  for (++at; at < pattern.size(); ++at) {
    if (pattern[at] != '\'') {
      text += pattern[at];
    } else if (at + 1 < pattern.size() && pattern[at + 1] == '\'') {
      text += '\'';
      ++at;
    } else {
      ++at;
      return text.empty() ? "'" : text;
    }
  }
  throw refused("EvaluatorUnterminatedTimestampFormatPatternToken");
}

std::vector<Piece> pieces_of(std::string_view pattern) {
  if (pattern.size() > kMaxPattern) throw refused("EvaluatorInvalidTimestampFormatPattern");
  std::vector<Piece> pieces;
  for (size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    if (c == '\'') {
      pieces.push_back({.text = quoted(pattern, at)});
    } else if (is_letter(c)) {
      if (kSymbols.find(c) == std::string_view::npos) throw refused("EvaluatorInvalidTimestampFormatPatternSymbol");
      const size_t end = std::min(pattern.find_first_not_of(c, at), pattern.size());
      if (!is_valid_count(c, end - at)) throw refused("EvaluatorInvalidTimestampFormatPatternToken");
      pieces.push_back({.symbol = c, .count = end - at, .text = {}});
      at = end;
    } else {
      pieces.push_back({.text = std::string(1, c)});
      ++at;
    }
  }
  return pieces;
}

std::string padded(int64_t number, size_t width) {
  std::string digits = std::to_string(number);
  if (digits.size() < width) digits.insert(0, width - digits.size(), '0');
  return digits;
}

/// One letter: hours, and minutes where there are any; two or four: hhmm; three or five: hh:mm. A large one shows 0 as
/// "Z".
std::string offset_text(const Piece& piece, int32_t offset) {
  if (piece.symbol == 'X' && offset == 0) return "Z";
  const int32_t size = std::abs(offset);
  std::string text = (offset < 0 ? "-" : "+") + padded(size / 60, 2);
  if (piece.count == 1) return size % 60 == 0 ? text : text + padded(size % 60, 2);
  if (piece.count % 2 == 1) text += ':';
  return text + padded(size % 60, 2);
}

std::string month_text(const Piece& piece, int32_t month) {
  if (piece.count < 3) return padded(month, piece.count);
  const std::string_view name = kMonths[static_cast<size_t>(month - 1)];
  return std::string(name.substr(0, piece.count == 3 ? 3 : piece.count == 4 ? name.size() : 1));
}

std::string piece_text(const Piece& piece, const Timestamp& time) {
  switch (piece.symbol) {
    case 'y':
      return piece.count == 2 ? padded(time.year % 100, 2) : padded(time.year, piece.count);
    case 'M':
      return month_text(piece, time.month);
    case 'd':
      return padded(time.day, piece.count);
    case 'a':
      return time.hour < 12 ? "AM" : "PM";
    case 'h':
      return padded((time.hour + 11) % 12 + 1, piece.count);
    case 'H':
      return padded(time.hour, piece.count);
    case 'm':
      return padded(time.minute, piece.count);
    case 's':
      return padded(time.second, piece.count);
    case 'S':
      return padded(time.nanos, 9).substr(0, piece.count);
    case 'n':
      return std::to_string(time.nanos);
    case 'X':
    case 'x':
      return offset_text(piece, time.offset.value_or(0));
    default:
      return piece.text;
  }
}

/// Reads a text by a pattern.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<Timestamp> run(const std::vector<Piece>& pieces) {
    for (const Piece& piece : pieces)
      if (!read(piece)) return std::nullopt;
    if (!text_.empty()) return std::nullopt;
    if (afternoon_) time_.hour = time_.hour % 12 + (*afternoon_ ? 12 : 0);
    if (!is_valid(time_)) return std::nullopt;
    return time_;
  }

 private:
  using Precision = Timestamp::Precision;

  bool read(const Piece& piece) {
    switch (piece.symbol) {
      case 'y':
        return piece.count == 2 ? short_year() : number(time_.year, 4, piece.count == 4 ? 4 : 1, Precision::kYear);
      case 'M':
        return piece.count < 3 ? number(time_.month, 2, piece.count, Precision::kMonth) : month(piece.count == 3);
      case 'd':
        return number(time_.day, 2, piece.count, Precision::kDay);
      case 'h':
        return number(time_.hour, 2, piece.count, Precision::kMinute) && time_.hour >= 1 && time_.hour <= 12;
      case 'H':
        return number(time_.hour, 2, piece.count, Precision::kMinute);
      case 'm':
        return number(time_.minute, 2, piece.count, Precision::kMinute);
      case 's':
        return number(time_.second, 2, piece.count, Precision::kSecond);
      case 'S':
        return fraction(piece.count);
      case 'n':
        time_.fraction_digits = 9;
        return number(time_.nanos, 9, 1, Precision::kSecond);
      case 'a':
        return half_of_day();
      case 'X':
      case 'x':
        return offset(piece);
      default:
        return take(piece.text);
    }
  }

  bool take(std::string_view expected) {
    if (!text_.starts_with(expected)) return false;
    text_.remove_prefix(expected.size());
    return true;
  }

  /// Digits, at least `least` of them.
  bool number(int32_t& target, size_t most, size_t least, Precision precision) {
    size_t digits = 0;
    int32_t value = 0;
    while (digits < most && digits < text_.size() && text_[digits] >= '0' && text_[digits] <= '9')
      value = value * 10 + (text_[digits++] - '0');
    if (digits < least) return false;
    text_.remove_prefix(digits);
    target = value;
    time_.precision = std::max(time_.precision, precision);
    return true;
  }

  /// Of the years around 2000: 70 is 1970, 69 is 2069.
  bool short_year() {
    if (!number(time_.year, 2, 2, Precision::kYear)) return false;
    time_.year += time_.year < 70 ? 2000 : 1900;
    return true;
  }

  bool month(bool is_short) {
    for (size_t i = 0; i < kMonths.size(); ++i) {
      const std::string_view name = kMonths[i].substr(0, is_short ? 3 : std::string_view::npos);
      if (!aws::equals_ignoring_case(text_.substr(0, name.size()), name)) continue;
      text_.remove_prefix(name.size());
      time_.month = static_cast<int32_t>(i + 1);
      time_.precision = std::max(time_.precision, Precision::kMonth);
      return true;
    }
    return false;
  }

  bool fraction(size_t digits) {
    if (!number(time_.nanos, digits, digits, Precision::kSecond)) return false;
    time_.fraction_digits = static_cast<int32_t>(digits);
    for (size_t i = digits; i < 9; ++i) time_.nanos *= 10;
    return true;
  }

  bool half_of_day() {
    const std::string_view mark = text_.substr(0, 2);
    if (!aws::equals_ignoring_case(mark, "AM") && !aws::equals_ignoring_case(mark, "PM")) return false;
    afternoon_ = aws::equals_ignoring_case(mark, "PM");
    text_.remove_prefix(2);
    return true;
  }

  bool offset(const Piece& piece) {
    if (piece.symbol == 'X' && take("Z")) {
      time_.offset = 0;
      return true;
    }
    const bool west = take("-");
    if (!west && !take("+")) return false;
    int32_t hours = 0;
    int32_t minutes = 0;
    if (!number(hours, 2, 2, time_.precision)) return false;
    if (piece.count > 1 && piece.count % 2 == 1 && !take(":")) return false;
    if (!number(minutes, 2, piece.count == 1 ? 0 : 2, time_.precision) || minutes > 59) return false;
    time_.offset = (west ? -1 : 1) * (hours * 60 + minutes);
    return true;
  }

  std::string_view text_;
  Timestamp time_;
  std::optional<bool> afternoon_;
};

/// A time can be read by these only where every field stands once, and none without the larger ones.
void require_readable(const std::vector<Piece>& pieces) {
  const auto count = [&](std::string_view symbols) {
    return std::ranges::count_if(pieces, [&](const Piece& piece) {
      return piece.symbol != 0 && symbols.find(piece.symbol) != std::string_view::npos;
    });
  };
  for (const Piece& piece : pieces)
    if (piece.symbol == 'M' && piece.count == 5)
      throw refused("EvaluatorInvalidTimestampFormatPatternSymbolForParsing");
  for (const char* field : {"y", "M", "d", "hH", "m", "s", "Sn", "a", "Xx"})
    if (count(field) > 1) throw refused("EvaluatorTimestampFormatPatternDuplicateFields");
  if (count("h") != count("a")) throw refused("EvaluatorTimestampFormatPatternHourClockAmPmMismatch");
  constexpr std::array kFromLargest = {"y", "M", "d", "hH", "m", "s", "Sn"};
  bool ended = false;
  for (const char* field : kFromLargest) {
    if (ended && count(field) > 0) throw refused("EvaluatorInvalidTimestampFormatPattern");
    ended = ended || count(field) == 0;
  }
  if (count("y") == 0 || (count("hH") > 0 && count("m") == 0)) throw refused("EvaluatorInvalidTimestampFormatPattern");
}

}  // namespace

std::string format_timestamp(const Timestamp& time, std::string_view pattern) {
  std::string text;
  for (const Piece& piece : pieces_of(pattern)) text += piece_text(piece, time);
  return text;
}

std::optional<Timestamp> parse_timestamp(std::string_view text, std::string_view pattern) {
  const std::vector<Piece> pieces = pieces_of(pattern);
  require_readable(pieces);
  return Reader(text).run(pieces);
}

}  // namespace cloudling::s3::select
