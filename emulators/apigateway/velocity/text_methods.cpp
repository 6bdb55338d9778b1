#include <re2/re2.h>

#include <algorithm>

#include "emulators/apigateway/velocity/methods.h"
#include "emulators/apigateway/velocity/utf16.h"

namespace cloudling::velocity {

namespace {

RenderError out_of_bounds(int64_t index) {
  return RenderError("StringIndexOutOfBoundsException: index " + std::to_string(index));
}

// ---- regular expressions

class Pattern {
 public:
  explicit Pattern(const std::string& text) : regex_(text, options()) {
    if (!regex_.ok()) throw RenderError("PatternSyntaxException: " + regex_.error());
  }
  const re2::RE2& operator*() const { return regex_; }

 private:
  static re2::RE2::Options options() {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(1 << 20);
    return options;
  }
  re2::RE2 regex_;
};

/// Java's replacement ("$1", "\$") as RE2 has it ("\1", "$").
std::string rewritten(const std::string& replacement, const re2::RE2& regex) {
  std::string result;
  for (size_t i = 0; i < replacement.size(); ++i) {
    const char c = replacement[i];
    const char next = i + 1 < replacement.size() ? replacement[i + 1] : '\0';
    if (c == '\\') {
      if (next == '\0') throw RenderError("IllegalArgumentException: character to be escaped is missing");
      ++i;
      result += next == '\\' ? "\\\\" : std::string(1, next);
    } else if (c == '$') {
      if (next < '0' || next > '9') throw RenderError("IllegalArgumentException: Illegal group reference");
      if (next - '0' > regex.NumberOfCapturingGroups())
        throw RenderError(std::string("IndexOutOfBoundsException: No group ") + next);
      ++i;
      result += std::string("\\") + next;
    } else {
      result += c;
    }
  }
  return result;
}

Value replace_matches(Heap& heap, const std::string& text, const std::string& regex, const std::string& with,
                      bool all) {
  const Pattern pattern(regex);
  const std::string rewrite = rewritten(with, *pattern);
  heap.charge(text.size() + (all ? text.size() * rewrite.size() : rewrite.size()));
  std::string result = text;
  if (all)
    re2::RE2::GlobalReplace(&result, *pattern, rewrite);
  else
    re2::RE2::Replace(&result, *pattern, rewrite);
  return result;
}

/// Java's split(): empty texts at the end are dropped where there is no limit, none stands before a match of nothing
/// at the beginning.
Value split(Heap& heap, const std::string& text, const std::string& regex, int64_t limit) {
  const Pattern pattern(regex);
  Values parts;
  size_t from = 0;
  size_t search = 0;
  re2::StringPiece match;
  while ((limit <= 0 || static_cast<int64_t>(parts.size()) < limit - 1) && search <= text.size() &&
         (*pattern).Match(text, search, text.size(), re2::RE2::UNANCHORED, &match, 1)) {
    const auto at = static_cast<size_t>(match.data() - text.data());
    const size_t end = at + match.size();
    search = match.empty() ? end + 1 : end;
    if (end == 0 || (match.empty() && at >= text.size())) continue;
    heap.charge(sizeof(Value) + at - from);
    parts.emplace_back(text.substr(from, at - from));
    from = end;
  }
  parts.emplace_back(text.substr(from));
  while (limit == 0 && parts.size() > 1 && parts.back().text()->empty()) parts.pop_back();
  return heap.list(std::move(parts));
}

// ---- positions, in UTF-16

/// A search may look at every part of the text for each of its places.
void charge_search(Heap& heap, const std::string& text, const std::string& part) {
  if (part.size() < text.size()) heap.charge((text.size() - part.size()) * part.size() / 64);
}

Value substring(const std::string& text, int64_t from, std::optional<int64_t> to) {
  const bool ascii = is_ascii(text);
  const std::u16string wide = ascii ? std::u16string() : to_utf16(text);
  const auto size = static_cast<int64_t>(ascii ? text.size() : wide.size());
  const int64_t end = to.value_or(size);
  if (from < 0 || end > size || from > end) throw out_of_bounds(from < 0 ? from : end);
  const auto begin = static_cast<size_t>(from);
  const auto count = static_cast<size_t>(end - from);
  if (ascii) return text.substr(begin, count);
  return to_utf8(std::u16string_view(wide).substr(begin, count));
}

Value index_of(const std::string& text, const std::string& part, int64_t from, bool last) {
  const std::u16string wide = to_utf16(text);
  const auto start = static_cast<size_t>(std::clamp<int64_t>(from, 0, static_cast<int64_t>(wide.size())));
  const size_t found = last ? wide.rfind(to_utf16(part), start) : wide.find(to_utf16(part), start);
  return found == std::u16string::npos ? int64_t{-1} : static_cast<int64_t>(found);
}

int64_t hash_of(const std::string& text) {
  uint32_t hash = 0;
  for (const char16_t unit : to_utf16(text)) hash = hash * 31 + unit;
  return static_cast<int32_t>(hash);
}

int64_t compare(const std::string& a, const std::string& b) {
  const std::u16string left = to_utf16(a);
  const std::u16string right = to_utf16(b);
  for (size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    if (left[i] != right[i]) return static_cast<int64_t>(left[i]) - static_cast<int64_t>(right[i]);
  }
  return static_cast<int64_t>(left.size()) - static_cast<int64_t>(right.size());
}

std::string trimmed(const std::string& text) {
  const auto is_space = [](char c) { return static_cast<unsigned char>(c) <= ' '; };
  const auto begin = std::ranges::find_if_not(text, is_space);
  const auto end = std::find_if_not(text.rbegin(), text.rend(), is_space).base();
  return begin < end ? std::string(begin, end) : std::string();
}

Value replaced(Heap& heap, const std::string& text, const std::string& what, const std::string& with) {
  std::string result;
  size_t at = 0;
  for (;;) {
    size_t found = text.find(what, at);
    if (found == std::string::npos) break;
    if (what.empty() && found >= text.size()) break;
    result.append(text, at, found - at);
    heap.charge(with.size() + 1);
    result += with;
    at = found + what.size();
    if (what.empty()) result += text[at++];
  }
  heap.charge(text.size());
  result.append(text, at);
  if (what.empty()) result += with;
  return result;
}

// ---- methods by how many arguments they take

Result bare_method(const std::string& text, const std::string& name) {
  if (name == "length") return Value(static_cast<int64_t>(is_ascii(text) ? text.size() : to_utf16(text).size()));
  if (name == "isEmpty") return Value(text.empty());
  if (name == "isBlank") return Value(trimmed(text).empty());
  if (name == "toString" || name == "intern") return Value(text);
  if (name == "toLowerCase") return Value(to_lower(text));
  if (name == "toUpperCase") return Value(to_upper(text));
  if (name == "trim" || name == "strip") return Value(trimmed(text));
  if (name == "hashCode") return Value(hash_of(text));
  return std::nullopt;
}

Result with_text(Heap& heap, const std::string& text, const std::string& name, const std::string& argument) {
  charge_search(heap, text, argument);
  if (name == "contains") return Value(text.find(argument) != std::string::npos);
  if (name == "startsWith") return Value(text.starts_with(argument));
  if (name == "endsWith") return Value(text.ends_with(argument));
  if (name == "indexOf") return index_of(text, argument, 0, false);
  if (name == "lastIndexOf") return index_of(text, argument, INT64_MAX, true);
  if (name == "concat") return Value(text + argument);
  if (name == "equalsIgnoreCase") return Value(to_lower(text) == to_lower(argument));
  if (name == "compareTo") return Value(compare(text, argument));
  if (name == "compareToIgnoreCase") return Value(compare(to_lower(text), to_lower(argument)));
  if (name == "matches") return Value(re2::RE2::FullMatch(text, *Pattern(argument)));
  if (name == "split") return split(heap, text, argument, 0);
  return std::nullopt;
}

Result with_number(Heap& heap, const std::string& text, const std::string& name, int64_t argument) {
  if (name == "charAt") return substring(text, argument, argument < INT64_MAX ? argument + 1 : argument);
  if (name == "substring") return substring(text, argument, std::nullopt);
  if (name == "codePointAt") {
    const std::u16string wide = to_utf16(text);
    if (argument < 0 || argument >= static_cast<int64_t>(wide.size())) throw out_of_bounds(argument);
    return Value(static_cast<int64_t>(wide[static_cast<size_t>(argument)]));
  }
  if (name != "repeat") return std::nullopt;
  if (argument < 0) throw RenderError("IllegalArgumentException: count is negative");
  std::string repeated;
  for (int64_t i = 0; i < argument && !text.empty(); ++i) {
    heap.charge(text.size());
    repeated += text;
  }
  return Value(std::move(repeated));
}

Result with_two(Heap& heap, const std::string& text, const std::string& name, const Value& first, const Value& second) {
  if (first.integer() && second.integer() && (name == "substring" || name == "subSequence"))
    return substring(text, *first.integer(), *second.integer());
  if (!first.text()) return std::nullopt;
  const std::string& part = *first.text();
  charge_search(heap, text, part);
  if (second.text()) {
    if (name == "replace") return replaced(heap, text, part, *second.text());
    if (name == "replaceAll") return replace_matches(heap, text, part, *second.text(), true);
    if (name == "replaceFirst") return replace_matches(heap, text, part, *second.text(), false);
  }
  if (!second.integer()) return std::nullopt;
  if (name == "split") return split(heap, text, part, *second.integer());
  if (name == "indexOf") return index_of(text, part, *second.integer(), false);
  if (name == "lastIndexOf")
    return *second.integer() < 0 ? Value(int64_t{-1}) : index_of(text, part, *second.integer(), true);
  if (name != "startsWith") return std::nullopt;
  const std::u16string wide = to_utf16(text);
  const int64_t from = *second.integer();
  if (from < 0 || from > static_cast<int64_t>(wide.size())) return Value(false);
  return Value(std::u16string_view(wide).substr(static_cast<size_t>(from)).starts_with(to_utf16(part)));
}

}  // namespace

Result call_text_method(Heap& heap, const std::string& text, const std::string& name, const Values& arguments) {
  heap.charge(text.size());
  if (arguments.empty()) return bare_method(text, name);
  if (arguments.size() == 2) return with_two(heap, text, name, arguments[0], arguments[1]);
  if (arguments.size() != 1) return std::nullopt;
  const Value& argument = arguments[0];
  if (name == "equals") return Value(equal(Value(text), argument));
  if (name == "valueOf") return Value(text_of(heap, argument));
  if (argument.text()) return with_text(heap, text, name, *argument.text());
  return argument.integer() ? with_number(heap, text, name, *argument.integer()) : std::nullopt;
}

}  // namespace cloudling::velocity
