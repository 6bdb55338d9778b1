#pragma once

// How the texts of policies match those of requests: wildcards, variables, ARNs. Pure functions.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cloudling::policy {

/// Condition keys of a request by their lower-case names, with their values.
using Context = std::map<std::string, std::vector<std::string>, std::less<>>;

/// '*' stands for any text, '?' for one character.
bool matches_wildcards(std::string_view text, std::string_view pattern);

/// The same without regard to case (actions).
bool matches_action(std::string_view action, std::string_view pattern);

/// A text of a policy with its variables resolved: values that came for ${aws:username} are literal, and so are ${*},
/// ${?} and ${$}.
class Pattern {
 public:
  /// Nothing where a variable has no value and no default. With `variables` false the text stands as it is.
  static std::optional<Pattern> of(std::string_view text, const Context& context, bool variables);

  bool matches(std::string_view text) const;     ///< with wildcards
  bool matches_arn(std::string_view arn) const;  ///< each of the six parts for itself
  std::string literal() const;                   ///< wildcards as they are written

 private:
  /// A character, or one of the wildcards.
  using Unit = uint16_t;
  static constexpr Unit kAnyText = 256;
  static constexpr Unit kAnyCharacter = 257;
  static bool match(std::string_view text, const Unit* begin, const Unit* end);

  std::vector<Unit> units_;
};

std::string lower_case(std::string_view text);

}  // namespace cloudling::policy
