#include "emulators/logs/filter_fields.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "emulators/aws/encoding.h"
#include "emulators/logs/filter_condition.h"

namespace cloudling::logs {

namespace {

constexpr size_t kMaxWords = 10'000;  // an event with more matches no pattern

/// Conditions on one word: any of the groups holds, a group being conditions that all hold.
struct Field {
  std::string name;  ///< "" where the pattern gives none
  std::vector<std::vector<FilterCondition>> any_of;

  bool holds(std::string_view word) const {
    if (any_of.empty()) return true;
    const auto number = aws::parse_number(word);
    return std::ranges::any_of(any_of, [&](const auto& group) {
      return std::ranges::all_of(group,
                                 [&](const FilterCondition& condition) { return condition.holds(word, number); });
    });
  }
};

using Fields = std::vector<Field>;
using Words = std::vector<std::string_view>;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// The next word of an event: what stands in quotes or brackets is one, without them.
std::string_view take_word(std::string_view& rest) {
  const char open = rest.front();
  const char close = open == '[' ? ']' : '"';
  const size_t end = open == '[' || open == '"' ? rest.find(close, 1) : std::string_view::npos;
  if (end != std::string_view::npos) {
    const std::string_view word = rest.substr(1, end - 1);
    rest.remove_prefix(end + 1);
    return word;
  }
  size_t size = 0;
  while (size < rest.size() && !is_space(rest[size])) ++size;
  const std::string_view word = rest.substr(0, size);
  rest.remove_prefix(size);
  return word;
}

/// The words of an event; at most `limit`.
Words words_of(std::string_view event, size_t limit) {
  Words words;
  while (words.size() < limit) {
    while (!event.empty() && is_space(event.front())) event.remove_prefix(1);
    if (event.empty()) break;
    words.push_back(take_word(event));
  }
  return words;
}

class FieldsMatcher : public EventMatcher {
 public:
  FieldsMatcher(Fields first, std::optional<Fields> last) : first_(std::move(first)), last_(std::move(last)) {}

  bool matches(std::string_view event) const override {
    const size_t fields = first_.size() + (last_ ? last_->size() : 0);
    const Words words = words_of(event, last_ ? kMaxWords + 1 : fields + 1);
    if (words.size() < fields || words.size() > kMaxWords || (!last_ && words.size() > fields)) return false;
    for (size_t i = 0; i < words.size(); ++i) {
      const Field* field = field_of(i, words.size());
      if (field && !field->holds(words[i])) return false;
    }
    return true;
  }

  std::map<std::string, std::string> extract(std::string_view event) const override {
    const Words words = words_of(event, kMaxWords);
    std::map<std::string, std::string> values;
    for (size_t i = 0; i < words.size(); ++i) values["$" + name_of(i, words.size())] = words[i];
    return values;
  }

  std::string value_of(std::string_view selector, std::string_view event) const override {
    const Words words = words_of(event, kMaxWords);
    for (size_t i = 0; i < words.size(); ++i) {
      if (selector == "$" + name_of(i, words.size())) return std::string(words[i]);
    }
    return "";
  }

 private:
  /// The field that the word at `i` of `count` belongs to; nullptr within the ellipsis.
  const Field* field_of(size_t i, size_t count) const {
    if (i < first_.size()) return &first_[i];
    if (!last_ || i + last_->size() < count) return nullptr;
    return &(*last_)[i + last_->size() - count];
  }

  std::string name_of(size_t i, size_t count) const {
    const Field* field = field_of(i, count);
    return field && !field->name.empty() ? field->name : std::to_string(i + 1);
  }

  Fields first_;
  std::optional<Fields> last_;  ///< after the ellipsis, where there is one
};

Field read_field(FilterScanner& scanner) {
  Field field;
  scanner.peek();
  field.name = scanner.name();
  if (scanner.peek() == ',' || scanner.peek() == ']') return field;
  field.any_of.emplace_back();
  while (true) {
    field.any_of.back().push_back(read_condition(scanner, ",]"));
    if (scanner.take("||"))
      field.any_of.emplace_back();
    else if (!scanner.take("&&"))
      return field;
    scanner.peek();
    const std::string again = scanner.name();
    if (!again.empty() && again != field.name)
      scanner.fail("the conditions of field '" + field.name + "' name another");
  }
}

}  // namespace

std::shared_ptr<const EventMatcher> parse_fields(FilterScanner& scanner) {
  scanner.expect("[");
  Fields first;
  std::optional<Fields> last;
  do {
    if (scanner.take("...")) {
      if (last) scanner.fail("it has more than one ellipsis");
      last.emplace();
    } else {
      (last ? *last : first).push_back(read_field(scanner));
    }
  } while (scanner.take(","));
  scanner.expect("]");
  if (!scanner.at_end()) scanner.fail("text comes after ']'");
  if (!last && first.size() == 1 && first.front().name.empty() && first.front().any_of.empty())
    scanner.fail("it has no fields");
  return std::make_shared<FieldsMatcher>(std::move(first), std::move(last));
}

}  // namespace cloudling::logs
