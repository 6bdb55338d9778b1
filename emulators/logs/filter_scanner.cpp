#include "emulators/logs/filter_scanner.h"

#include <algorithm>
#include <cctype>

#include "emulators/aws/encoding.h"
#include "emulators/logs/errors.h"

namespace cloudling::logs {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_alphanumeric(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_name(char c) { return is_alphanumeric(c) || c == '_' || c == '-' || static_cast<unsigned char>(c) >= 0x80; }

/// What the user guide allows in a regular expression, unless it is escaped.
bool is_regex(char c) {
  return is_alphanumeric(c) || std::string_view(" :_#=@/;,-^$?[]{}|\\*+.").find(c) != std::string_view::npos;
}

}  // namespace

FilterScanner::FilterScanner(std::string_view text) : rest_(text) {
  if (text.size() > kMaxPattern * 4) fail("it is too long");
}

void FilterScanner::fail(const std::string& why) const { throw invalid_filter_pattern(why); }

void FilterScanner::skip_space() {
  while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
}

bool FilterScanner::at_end() {
  skip_space();
  return rest_.empty();
}

char FilterScanner::peek() { return at_end() ? '\0' : rest_.front(); }

bool FilterScanner::take(std::string_view token) {
  skip_space();
  if (!rest_.starts_with(token)) return false;
  rest_.remove_prefix(token.size());
  return true;
}

void FilterScanner::expect(std::string_view token) {
  if (!take(token)) fail("expected '" + std::string(token) + "' at '" + std::string(rest_.substr(0, 20)) + "'");
}

bool FilterScanner::take_word(std::string_view upper) {
  skip_space();
  if (rest_.size() < upper.size()) return false;
  const auto same = [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; };
  if (!std::equal(upper.begin(), upper.end(), rest_.begin(), [&](char b, char a) { return same(a, b); })) return false;
  if (rest_.size() > upper.size() && is_name(rest_[upper.size()])) return false;
  rest_.remove_prefix(upper.size());
  return true;
}

std::string FilterScanner::quoted(char quote) {
  expect({&quote, 1});
  std::string text;
  while (!rest_.empty() && rest_.front() != quote) {
    if (rest_.front() == '\\' && rest_.size() > 1 && (rest_[1] == quote || rest_[1] == '\\')) rest_.remove_prefix(1);
    text.push_back(rest_.front());
    rest_.remove_prefix(1);
  }
  if (rest_.empty()) fail("a quoted term has no end");
  rest_.remove_prefix(1);
  return text;
}

std::shared_ptr<const re2::RE2> FilterScanner::regex() {
  expect("%");
  std::string text;
  while (!rest_.empty() && rest_.front() != '%') {
    const bool escaped = rest_.front() == '\\' && rest_.size() > 1;
    if (!escaped && !is_regex(rest_.front())) {
      fail("a regular expression can't contain '" + std::string(1, rest_.front()) + "'");
    }
    text.append(rest_.substr(0, escaped ? 2 : 1));
    rest_.remove_prefix(escaped ? 2 : 1);
  }
  if (rest_.empty()) fail("a regular expression has no end");
  rest_.remove_prefix(1);
  if (++regexes_ > kMaxRegexes) fail("it has more than " + std::to_string(kMaxRegexes) + " regular expressions");
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  options.set_never_capture(true);
  auto regex = std::make_shared<const re2::RE2>(text, options);
  if (!regex->ok()) fail("the regular expression is malformed: " + regex->error());
  return regex;
}

std::string FilterScanner::bare(std::string_view stops) {
  skip_space();
  size_t size = 0;
  while (size < rest_.size() && !is_space(rest_[size]) && stops.find(rest_[size]) == std::string_view::npos) {
    const std::string_view two = rest_.substr(size, 2);
    if (two == "&&" || two == "||") break;
    ++size;
  }
  std::string text(rest_.substr(0, size));
  rest_.remove_prefix(size);
  return text;
}

std::string FilterScanner::name() {
  size_t size = 0;
  while (size < rest_.size() && is_name(rest_[size])) ++size;
  std::string text(rest_.substr(0, size));
  rest_.remove_prefix(size);
  return text;
}

std::optional<size_t> FilterScanner::index() {
  skip_space();
  size_t size = 0;
  while (size < rest_.size() && size < 6 && std::isdigit(static_cast<unsigned char>(rest_[size]))) ++size;
  const auto number = aws::parse_integer(rest_.substr(0, size));
  if (!number) return std::nullopt;
  rest_.remove_prefix(size);
  return static_cast<size_t>(*number);
}

}  // namespace cloudling::logs
