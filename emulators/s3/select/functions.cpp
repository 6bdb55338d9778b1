#include <locale.h>  // NOLINT: newlocale is POSIX's
#include <wctype.h>  // NOLINT: as towlower_l

#include <algorithm>
#include <string>

#include "emulators/s3/select/evaluator.h"
#include "emulators/s3/select/timestamp_format.h"
#include "emulators/s3/select/utf8.h"

namespace cloudling::s3::select {
namespace {

constexpr size_t kMaxLikePattern = 8192;    // what a match costs grows with it
constexpr int64_t kFar = int64_t{1} << 62;  // no text is as long

const Text& text_argument(const Value& value) {
  const auto* text = std::get_if<Text>(&value);
  if (!text) throw refused("IncorrectSqlFunctionArgumentType");
  return *text;
}

int64_t integer_argument(const Value& value) {
  const Value number = as_number(value);
  const auto* integer = std::get_if<int64_t>(&number);
  if (!integer) throw refused("IncorrectSqlFunctionArgumentType");
  return *integer;
}

Timestamp time_argument(const Value& value) {
  if (const auto* time = std::get_if<Timestamp>(&value)) return *time;
  const auto* text = std::get_if<Text>(&value);
  const auto parsed = text && text->untyped ? parse_timestamp(text->bytes) : std::nullopt;
  if (!parsed) throw refused("IncorrectSqlFunctionArgumentType");
  return *parsed;
}

locale_t unicode() {
  static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return locale;
}

void append_utf8(std::string& out, uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3f));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
    out += static_cast<char>(0x80 | (c & 0x3f));
  }
}

uint32_t code_point(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return lead;
  uint32_t code = lead & (0x7fu >> character.size());
  for (size_t i = 1; i < character.size(); ++i) code = code << 6 | (static_cast<unsigned char>(character[i]) & 0x3f);
  return code;
}

std::string in_case(std::string_view text, bool upper) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const size_t size = character_size(text);
    const auto c = static_cast<wint_t>(code_point(text.substr(0, size)));
    append_utf8(result, static_cast<uint32_t>(upper ? towupper_l(c, unicode()) : towlower_l(c, unicode())));
    text.remove_prefix(size);
  }
  return result;
}

/// Whether `character` is one of `set`.
bool contains(std::string_view set, std::string_view character) {
  while (!set.empty()) {
    const size_t size = character_size(set);
    if (set.substr(0, size) == character) return true;
    set.remove_prefix(size);
  }
  return false;
}

std::string_view trimmed(std::string_view text, std::string_view set, TrimSide side) {
  while (side != TrimSide::kTrailing && !text.empty() && contains(set, text.substr(0, character_size(text))))
    text.remove_prefix(character_size(text));
  while (side != TrimSide::kLeading && !text.empty()) {
    size_t last = text.size() - 1;
    while (last > 0 && (text[last] & 0xc0) == 0x80) --last;
    if (!contains(set, text.substr(last))) break;
    text.remove_suffix(text.size() - last);
  }
  return text;
}

}  // namespace

Value Evaluator::kept(std::string text) { return Text{texts_.emplace_back(std::move(text))}; }

Value Evaluator::evaluate_function(const Expression& expression, const Row& row) {
  if (expression.op == Op::kUtcNow) return now_;
  if (expression.op == Op::kSubstring) return substring(expression, row);
  if (expression.op == Op::kTrim) return trim(expression, row);
  if (expression.op == Op::kDateAdd || expression.op == Op::kDateDiff) return date_function(expression, row);
  const Value value = evaluate(*expression.args.front(), row);
  if (is_unknown(value)) return value;
  switch (expression.op) {
    case Op::kCharLength:
      return static_cast<int64_t>(count_characters(text_argument(value).bytes));
    case Op::kLower:
      return kept(in_case(text_argument(value).bytes, false));
    case Op::kUpper:
      return kept(in_case(text_argument(value).bytes, true));
    case Op::kExtract:
      return extract(expression.part, time_argument(value));
    case Op::kCast: {
      std::string text;
      const Value result = cast(value, expression.type, text);
      return std::holds_alternative<Text>(result) ? kept(std::move(text)) : result;
    }
    default:
      break;
  }
  const bool has_pattern = expression.args.size() > 1;
  const Value pattern = has_pattern ? evaluate(*expression.args[1], row) : Value(Missing{});
  if (has_pattern && is_unknown(pattern)) return pattern;
  if (expression.op == Op::kToString) return kept(format_timestamp(time_argument(value), text_argument(pattern).bytes));
  const std::string_view text = text_argument(value).bytes;
  const auto time = has_pattern ? parse_timestamp(text, text_argument(pattern).bytes) : parse_timestamp(text);
  if (!time) throw refused("ValueParseFailure");
  return *time;
}

Value Evaluator::substring(const Expression& expression, const Row& row) {
  const Value value = evaluate(*expression.args[0], row);
  const Value from = evaluate(*expression.args[1], row);
  const Value count = expression.args.size() > 2 ? evaluate(*expression.args[2], row) : Value(INT64_MAX);
  for (const Value* argument : {&value, &from, &count})
    if (is_unknown(*argument)) return *argument;
  std::string_view text = text_argument(value).bytes;
  int64_t start = integer_argument(from);
  int64_t length = integer_argument(count);
  if (length < 0) throw refused("IllegalSqlFunctionArgument");
  if (start < 1) {  // what lies before the text counts
    if (length != INT64_MAX) length += std::max(start, -kFar) - 1;
    start = 1;
  }
  if (length <= 0) return Text{};
  text = without_first(text, static_cast<size_t>(start - 1));
  const std::string_view rest = without_first(text, static_cast<size_t>(length));
  return Text{text.substr(0, text.size() - rest.size())};
}

Value Evaluator::trim(const Expression& expression, const Row& row) {
  const Value value = evaluate(*expression.args[0], row);
  const Value set = expression.args.size() > 1 ? evaluate(*expression.args[1], row) : Value(Text{" "});
  if (is_unknown(value)) return value;
  if (is_unknown(set)) return set;
  return Text{trimmed(text_argument(value).bytes, text_argument(set).bytes, expression.side)};
}

Value Evaluator::date_function(const Expression& expression, const Row& row) {
  const Value first = evaluate(*expression.args[0], row);
  const Value second = evaluate(*expression.args[1], row);
  if (is_unknown(first)) return first;
  if (is_unknown(second)) return second;
  if (expression.op == Op::kDateDiff) return date_diff(expression.part, time_argument(first), time_argument(second));
  const auto time = date_add(expression.part, integer_argument(first), time_argument(second));
  if (!time) throw refused("IllegalSqlFunctionArgument");
  return *time;
}

bool is_like(std::string_view text, std::string_view pattern, std::string_view escape) {
  if (pattern.size() > kMaxLikePattern) throw refused("LikeInvalidInputs");
  if (escape.size() != character_size(escape)) throw refused("EvaluatorLikePatternInvalidEscapeSequence");
  // After a '%' has been met, a mismatch goes back there and lets it take a character more.
  std::string_view again_text;
  std::string_view again_pattern;
  bool wild = false;
  while (true) {
    std::string_view sign = pattern.substr(0, character_size(pattern));
    const bool escaped = !escape.empty() && sign == escape;
    if (escaped) {
      pattern.remove_prefix(sign.size());
      sign = pattern.substr(0, character_size(pattern));
      if (sign != "%" && sign != "_" && sign != escape) throw refused("EvaluatorLikePatternInvalidEscapeSequence");
    }
    if (sign == "%" && !escaped) {
      pattern.remove_prefix(1);
      again_pattern = pattern;
      again_text = text;
      wild = true;
      continue;
    }
    const std::string_view character = text.substr(0, character_size(text));
    if (sign.empty() && text.empty()) return true;
    if (!character.empty() && ((sign == "_" && !escaped) || (!sign.empty() && sign == character))) {
      text.remove_prefix(character.size());
      pattern.remove_prefix(sign.size());
      continue;
    }
    if (!wild || again_text.empty()) return false;
    again_text.remove_prefix(character_size(again_text));
    text = again_text;
    pattern = again_pattern;
  }
}

}  // namespace cloudling::s3::select
