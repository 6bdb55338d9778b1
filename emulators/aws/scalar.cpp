#include "emulators/aws/scalar.h"

#include <optional>

#include "emulators/aws/dates.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/http.h"

namespace cloudling::aws {

namespace {

template <class T, class Value>
bool assign(void* target, std::optional<Value> value) {
  if (value) *static_cast<T*>(target) = T{std::move(*value)};
  return value.has_value();
}

std::optional<TimeMs> parse_time(TimestampFormat format, std::string_view text) {
  switch (format) {
    case TimestampFormat::kDefault:
      return parse_date(text);
    case TimestampFormat::kIso8601:
      return parse_iso8601(text);
    case TimestampFormat::kHttpDate:
      return parse_http_date(text);
    case TimestampFormat::kEpochSeconds:
      return parse_epoch_seconds(text);
  }
  return std::nullopt;
}

std::optional<bool> parse_boolean(std::string_view text) {
  if (equals_ignoring_case(text, "true")) return true;
  if (equals_ignoring_case(text, "false")) return false;
  return std::nullopt;
}

std::string print_number(double number) {
  std::string text;
  json::append_double(text, number);
  return text;
}

std::string print_epoch_seconds(TimeMs ms) {
  std::string text = std::to_string(ms / 1000);
  if (ms % 1000 == 0) return text;
  std::string fraction = std::to_string(1000 + (ms < 0 ? -ms : ms) % 1000).substr(1);
  fraction.resize(fraction.find_last_not_of('0') + 1);
  if (ms < 0 && ms / 1000 == 0) text = "-0";
  return text + "." + fraction;
}

std::string print_time(TimestampFormat format, TimeMs ms) {
  switch (format) {
    case TimestampFormat::kHttpDate:
      return format_http_date(ms);
    case TimestampFormat::kEpochSeconds:
      return print_epoch_seconds(ms);
    default:
      return format_iso8601(ms);
  }
}

}  // namespace

bool is_scalar(Kind kind) { return kind <= Kind::kTimestamp; }

bool parse_scalar(Kind kind, TimestampFormat format, std::string_view text, void* target) {
  switch (kind) {
    case Kind::kString:
      *static_cast<std::string*>(target) = text;
      return true;
    case Kind::kBlob:
      return assign<Blob>(target, base64_decode(text));
    case Kind::kBoolean:
      return assign<bool>(target, parse_boolean(text));
    case Kind::kInteger:
      return assign<int64_t>(target, parse_integer(text));
    case Kind::kDouble:
      return assign<double>(target, parse_number(text));
    case Kind::kTimestamp:
      return assign<Timestamp>(target, parse_time(format, text));
    default:
      return false;
  }
}

std::string print_scalar(Kind kind, TimestampFormat format, const void* value) {
  switch (kind) {
    case Kind::kString:
      return *static_cast<const std::string*>(value);
    case Kind::kBlob:
      return base64_encode(static_cast<const Blob*>(value)->bytes);
    case Kind::kBoolean:
      return *static_cast<const bool*>(value) ? "true" : "false";
    case Kind::kInteger:
      return std::to_string(*static_cast<const int64_t*>(value));
    case Kind::kDouble:
      return print_number(*static_cast<const double*>(value));
    case Kind::kTimestamp:
      return print_time(format, static_cast<const Timestamp*>(value)->ms);
    default:
      return "";
  }
}

}  // namespace cloudling::aws
