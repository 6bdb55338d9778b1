#pragma once

// Reading the text of a filter pattern: shared by the parsers of its kinds. Throws InvalidParameterException.

#include <re2/re2.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace cloudling::logs {

class FilterScanner {
 public:
  static constexpr size_t kMaxPattern = 1024;  ///< bytes
  static constexpr int kMaxRegexes = 2;

  explicit FilterScanner(std::string_view text);

  bool at_end();                      ///< nothing is left but white space
  char peek();                        ///< the next character that is no white space; '\0' at the end
  bool take(std::string_view token);  ///< skips white space, and the token where it comes next
  void expect(std::string_view token);
  bool take_word(std::string_view upper);  ///< a keyword in any case, not within a longer word

  /// A "quoted text" without its quotes, `\"` and `\\` unescaped; the opening quote comes next.
  std::string quoted(char quote = '"');

  /// A %regular expression%, compiled; the opening % comes next.
  std::shared_ptr<const re2::RE2> regex();

  /// Characters up to the first that `stops` holds, to white space, "&&" or "||".
  std::string bare(std::string_view stops);

  /// A name of letters, digits, '_', '-' and what is beyond ASCII; "" where none comes.
  std::string name();

  /// A number of digits; nothing where none comes.
  std::optional<size_t> index();

  [[noreturn]] void fail(const std::string& why) const;
  int regexes() const { return regexes_; }

 private:
  void skip_space();

  std::string_view rest_;
  int regexes_ = 0;
};

}  // namespace cloudling::logs
