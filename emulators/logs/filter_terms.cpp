#include "emulators/logs/filter_terms.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "emulators/logs/errors.h"

namespace cloudling::logs {

namespace {

/// A text or a regular expression that an event may contain.
struct Term {
  std::string text;
  std::shared_ptr<const re2::RE2> regex;

  bool occurs_in(std::string_view event) const {
    if (!regex) return contains(event, text);
    return re2::RE2::PartialMatch(re2::StringPiece(event.data(), event.size()), *regex);
  }
};

using Terms = std::vector<Term>;

class TermsMatcher : public EventMatcher {
 public:
  TermsMatcher(Terms all, Terms any, Terms none) : all_(std::move(all)), any_(std::move(any)), none_(std::move(none)) {
    for (const Term& term : all_) {
      if (!term.regex && term.text.size() > needed_.size()) needed_ = term.text;
    }
    if (any_.size() == 1 && !any_.front().regex) needed_ = any_.front().text;
  }

  bool matches(std::string_view event) const override {
    const auto occurs = [event](const Term& term) { return term.occurs_in(event); };
    if (!std::ranges::all_of(all_, occurs) || std::ranges::any_of(none_, occurs)) return false;
    return any_.empty() || std::ranges::any_of(any_, occurs);
  }

  bool may_match_within(std::string_view texts) const override { return needed_.empty() || contains(texts, needed_); }

 private:
  Terms all_;
  Terms any_;
  Terms none_;
  std::string needed_;
};

bool is_plain(const std::string& word) {
  return std::ranges::all_of(word, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) || c == '_' || byte >= 0x80;
  });
}

Term read_term(FilterScanner& scanner) {
  Term term;
  if (scanner.peek() == '%') {
    term.regex = scanner.regex();
  } else if (scanner.peek() == '"') {
    term.text = scanner.quoted();
  } else {
    term.text = scanner.bare("\"");
    if (term.text.empty() || !is_plain(term.text)) {
      throw invalid_parameter("Invalid character(s) in term '" + term.text + "'");
    }
  }
  return term;
}

}  // namespace

std::shared_ptr<const EventMatcher> parse_terms(FilterScanner& scanner) {
  Terms all, any, none;
  while (!scanner.at_end()) {
    if (scanner.take("?"))
      any.push_back(read_term(scanner));
    else if (scanner.take("-"))
      none.push_back(read_term(scanner));
    else
      all.push_back(read_term(scanner));
  }
  // The user guide: beside terms of other kinds those with a question mark are ignored.
  if (!all.empty() || !none.empty()) any.clear();
  return std::make_shared<TermsMatcher>(std::move(all), std::move(any), std::move(none));
}

}  // namespace cloudling::logs
