// Functions of strings.

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "asl/jsonata/builtins.h"
#include "asl/jsonata/operators.h"
#include "asl/jsonata/patterns.h"

namespace cloudling::asl::jsonata {
namespace {

constexpr size_t kMaxText = 1u << 20;  ///< characters that $pad fills up to

Item string(Call& call) {
  if (!call.has(0)) return {};
  const bool pretty = call.has(1) && truth(call[1]);
  return text_item(text_of(call[0], pretty));
}

Item length(Call& call) { return Item::of(static_cast<double>(character_count(call[0].text()))); }

Item substring(Call& call) {
  const std::string& text = call[0].text();
  const auto size = static_cast<double>(character_count(text));
  double start = std::trunc(call[1].number());
  if (start < 0) start = std::max(0.0, size + start);
  double count = call.has(2) ? std::trunc(call[2].number()) : size;
  if (count <= 0 || start >= size) return text_item("");
  count = std::min(count, size - start);
  return text_item(std::string(characters(text, static_cast<size_t>(start), static_cast<size_t>(count))));
}

Item substring_before(Call& call) {
  const size_t at = call[0].text().find(call[1].text());
  return at == std::string::npos ? call[0] : text_item(call[0].text().substr(0, at));
}

Item substring_after(Call& call) {
  const size_t at = call[0].text().find(call[1].text());
  return at == std::string::npos ? call[0] : text_item(call[0].text().substr(at + call[1].text().size()));
}

Item with_case(const Item& item, int (*to_case)(int)) {
  std::string text = item.text();
  for (char& c : text) {
    if ((c & 0x80) == 0) c = static_cast<char>(to_case(static_cast<unsigned char>(c)));
  }
  return text_item(std::move(text));
}

Item lowercase(Call& call) { return with_case(call[0], &std::tolower); }
Item uppercase(Call& call) { return with_case(call[0], &std::toupper); }

Item trim(Call& call) {
  std::string out;
  for (const char c : call[0].text()) {
    const bool space = c == ' ' || (c >= '\t' && c <= '\r');
    if (!space)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return text_item(std::move(out));
}

Item pad(Call& call) {
  const std::string& text = call[0].text();
  const double width = std::trunc(call[1].number());
  const std::string fill = call.has(2) && !call[2].text().empty() ? call[2].text() : " ";
  const size_t size = character_count(text);
  const auto wanted = static_cast<size_t>(std::min(std::abs(width), static_cast<double>(kMaxText) + 1));
  if (wanted > kMaxText) throw Error{"D3000", "The padded string would be too long"};
  if (wanted <= size) return call[0];
  std::string padding;
  const size_t fill_size = character_count(fill);
  const size_t missing = wanted - size;
  for (size_t i = 0; i < missing / fill_size; ++i) padding += fill;
  padding += characters(fill, 0, missing % fill_size);
  return text_item(width < 0 ? padding + text : text + padding);
}

Item contains(Call& call) {
  const std::string& text = call[0].text();
  if (call[1].is_string()) return Item(json::Value(text.find(call[1].text()) != std::string::npos));
  if (!call[1].is_function())
    throw Error{"T0410", "Argument 2 of function \"contains\" does not match function signature"};
  if (!call[1].function().is_pattern)
    return Item(json::Value(truth(call.evaluator.call(call[1], call.input, {call[0]}))));
  return Item(json::Value(!find_matches(call[1].function(), text, 1).empty()));
}

size_t limit_of(const Call& call, size_t argument, const char* function) {
  if (!call.has(argument)) return SIZE_MAX;
  const double limit = call[argument].number();
  if (limit >= 0) return static_cast<size_t>(limit);
  const bool splits = std::string_view(function) == "split";
  throw Error{splits                                    ? "D3020"
              : std::string_view(function) == "replace" ? "D3011"
                                                        : "D3040",
              std::string(splits                                    ? "Third"
                          : std::string_view(function) == "replace" ? "Fourth"
                                                                    : "Third") +
                  " argument of " + function + " function must evaluate to a positive number"};
}

const Function& pattern_of(const Item& item, const char* name) {
  if (item.is_function() && item.function().is_pattern) return item.function();
  throw Error{"T0410", "Argument 2 of function \"" + std::string(name) + "\" does not match function signature"};
}

json::Value described(const Match& match, std::string_view text) {
  json::Value out = json::Value::object();
  out["match"] = match.text;
  out["index"] = character_count(text.substr(0, match.start));
  out["groups"] = match.groups;
  return out;
}

Item match(Call& call) {
  const size_t limit = limit_of(call, 2, "match");
  Items out;
  for (const Match& found : find_matches(pattern_of(call[1], "match"), call[0].text(), limit)) {
    out.push_back(Item(described(found, call[0].text())));
  }
  return shrunk(std::move(out));
}

Item split(Call& call) {
  const std::string& text = call[0].text();
  const size_t limit = limit_of(call, 2, "split");
  Items parts;
  if (call[1].is_string() && call[1].text().empty()) {
    const size_t size = character_count(text);
    for (size_t i = 0; i < size && parts.size() < limit; ++i)
      parts.push_back(text_item(std::string(characters(text, i, 1))));
    return array_of(std::move(parts));
  }
  size_t at = 0;
  if (call[1].is_string()) {
    for (size_t end = 0; end != std::string::npos; at = end + call[1].text().size()) {
      end = text.find(call[1].text(), at);
      parts.push_back(text_item(text.substr(at, end == std::string::npos ? end : end - at)));
    }
  } else {
    for (const Match& found : find_matches(pattern_of(call[1], "split"), text, SIZE_MAX)) {
      parts.push_back(text_item(text.substr(at, found.start - at)));
      at = found.start + found.text.size();
    }
    parts.push_back(text_item(text.substr(at)));
  }
  if (parts.size() > limit) parts.resize(limit);
  return array_of(std::move(parts));
}

Item join(Call& call) {
  std::string out;
  const std::string between = call.has(1) ? call[1].text() : "";
  bool first = true;
  for (const Item& part : call[0].items()) {
    if (!std::exchange(first, false)) out += between;
    out += part.text();
  }
  return text_item(std::move(out));
}

/// "$1" and so on of a replacement are the groups, "$0" the whole match, "$$" a dollar.
std::string filled(const std::string& replacement, const Match& match) {
  std::string out;
  for (size_t i = 0; i < replacement.size(); ++i) {
    const char next = i + 1 < replacement.size() ? replacement[i + 1] : '\0';
    if (replacement[i] != '$' || (next != '$' && std::isdigit(static_cast<unsigned char>(next)) == 0)) {
      out += replacement[i];
      continue;
    }
    ++i;
    if (next == '$') {
      out += '$';
    } else if (next == '0') {
      out += match.text;
    } else if (static_cast<size_t>(next - '1') < match.groups.size()) {
      out += match.groups[static_cast<size_t>(next - '1')];
    }
  }
  return out;
}

std::string replacement_of(Call& call, const Match& match) {
  if (call[2].is_string()) return filled(call[2].text(), match);
  const Item made = call.evaluator.call(call[2], call.input, {Item(described(match, call[0].text()))});
  if (made.is_string()) return made.text();
  throw Error{"D3012", "Attempted to replace a matched string with a non-string value"};
}

Item replace(Call& call) {
  const std::string& text = call[0].text();
  const size_t limit = limit_of(call, 3, "replace");
  if (!call[2].is_string() && !call[2].is_function()) {
    throw Error{"T0410", "Argument 3 of function \"replace\" does not match function signature"};
  }
  std::string out;
  size_t at = 0;
  if (call[1].is_string()) {
    const std::string& sought = call[1].text();
    if (sought.empty()) throw Error{"D3010", "Second argument of replace function cannot be an empty string"};
    for (size_t count = 0; count < limit; ++count) {
      const size_t found = text.find(sought, at);
      if (found == std::string::npos) break;
      out += text.substr(at, found - at);
      out += call[2].is_string() ? call[2].text() : replacement_of(call, {sought, found, {}});
      at = found + sought.size();
    }
    return text_item(out + text.substr(at));
  }
  for (const Match& found : find_matches(pattern_of(call[1], "replace"), text, limit)) {
    out += text.substr(at, found.start - at);
    out += replacement_of(call, found);
    at = found.start + found.text.size();
  }
  return text_item(out + text.substr(at));
}

}  // namespace

std::span<const Builtin> string_functions() {
  static constexpr std::array<Builtin, 15> kFunctions = {{
      {"string", "xb", 1, true, false, string},
      {"length", "s", 1, true, true, length},
      {"substring", "snn", 2, true, true, substring},
      {"substringBefore", "ss", 2, true, true, substring_before},
      {"substringAfter", "ss", 2, true, true, substring_after},
      {"lowercase", "s", 1, true, true, lowercase},
      {"uppercase", "s", 1, true, true, uppercase},
      {"trim", "s", 1, true, true, trim},
      {"pad", "sns", 2, true, true, pad},
      {"contains", "sx", 2, true, true, contains},
      {"match", "sxn", 2, true, true, match},
      {"split", "sxn", 2, true, true, split},
      {"join", "Ss", 1, false, true, join},
      {"replace", "sxxn", 3, true, true, replace},
      {"eval", "sx", 1, true, false, [](Call&) -> Item { throw Error{"D3121", "The function eval is not supported"}; }},
  }};
  return kFunctions;
}

}  // namespace cloudling::asl::jsonata
