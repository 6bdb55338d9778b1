#include "asl/jsonata/patterns.h"

#include <re2/re2.h>

namespace cloudling::asl::jsonata {

std::vector<Match> find_matches(const Function& pattern, std::string_view text, size_t limit) {
  RE2::Options options(RE2::Quiet);
  options.set_case_sensitive(!pattern.ignore_case);
  options.set_max_mem(1 << 20);
  const RE2 re((pattern.multiline ? "(?m)" : "") + pattern.pattern, options);
  if (!re.ok())
    throw Error{"S0303", "The regular expression /" + pattern.pattern + "/ is not supported: " + re.error()};
  std::vector<re2::StringPiece> parts(static_cast<size_t>(re.NumberOfCapturingGroups()) + 1);
  const re2::StringPiece whole(text.data(), text.size());
  std::vector<Match> matches;
  size_t at = 0;
  while (at <= text.size() && matches.size() < limit) {
    if (!re.Match(whole, at, text.size(), RE2::UNANCHORED, parts.data(), static_cast<int>(parts.size()))) break;
    Match& match = matches.emplace_back();
    match.text.assign(parts[0].data(), parts[0].size());
    match.start = static_cast<size_t>(parts[0].data() - text.data());
    for (size_t i = 1; i < parts.size(); ++i) {
      match.groups.emplace_back(parts[i].data() == nullptr ? "" : parts[i].data(), parts[i].size());
    }
    if (match.text.empty()) throw Error{"D1004", "Regular expression matches zero length string"};
    at = match.start + match.text.size();
  }
  return matches;
}

}  // namespace cloudling::asl::jsonata
