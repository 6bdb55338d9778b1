#pragma once

// Filter patterns ("Filter pattern syntax" of the CloudWatch Logs User Guide): which events FilterLogEvents,
// subscription filters, metric filters and live tails take.
//
//   ERROR "two words" -excluded     terms: all of the first kind occur, none of the last; ?a ?b: any of them
//   %[0-9]+%                        a regular expression
//   { $.code >= 500 && $.a = x* }   conditions on an event that is a JSON object
//   [ip, ..., code = 4*, size]      conditions on the words of an event
//
// Immutable, so any thread may use one. Matching never throws; its work is linear in the event and the pattern.

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace cloudling::logs {

/// One of the kinds above.
class EventMatcher {
 public:
  virtual ~EventMatcher() = default;
  virtual bool matches(std::string_view event) const = 0;

  /// False where no event within these texts, which stand one after the other, can match.
  virtual bool may_match_within(std::string_view) const { return true; }

  /// What it takes from an event that matches: the words, by the names of the pattern or by number.
  virtual std::map<std::string, std::string> extract(std::string_view) const { return {}; }

  /// The scalar at a selector of the event ("$.latency", "$size"); "" where there is none.
  virtual std::string value_of(std::string_view selector, std::string_view event) const;
};

class FilterPattern {
 public:
  /// Throws InvalidParameterException.
  explicit FilterPattern(std::string_view text);

  bool matches(std::string_view event) const { return !matcher_ || matcher_->matches(event); }
  bool matches_all() const { return !matcher_; }

  /// False where no event within these texts, which stand one after the other, can match.
  bool may_match_within(std::string_view texts) const { return !matcher_ || matcher_->may_match_within(texts); }

  std::map<std::string, std::string> extract(std::string_view event) const;
  std::string value_of(std::string_view selector, std::string_view event) const;

  /// Regular expressions in it.
  int regexes() const { return regexes_; }

 private:
  std::shared_ptr<const EventMatcher> matcher_;  ///< nullptr: all events
  int regexes_ = 0;
};

/// The pattern of that text, parsed once while it is in use now and then. Throws InvalidParameterException.
std::shared_ptr<const FilterPattern> cached_pattern(const std::string& text);

/// Whether `text` contains `part`; faster than std::string_view::find.
bool contains(std::string_view text, std::string_view part);

}  // namespace cloudling::logs
