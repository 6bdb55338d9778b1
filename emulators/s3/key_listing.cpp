#include "emulators/s3/key_listing.h"

#include <algorithm>

namespace cloudling::s3 {
namespace {

/// The first key that a page may tell. "" for none, which `more` says.
std::string first_candidate(const ListingRequest& request, bool& more) {
  more = true;
  if (request.marker.empty() || request.marker < request.prefix) return request.prefix;
  bool rolled_up = !request.delimiter.empty() && common_prefix(request, request.marker) == request.marker;
  if (!rolled_up) return request.marker + '\0';
  std::string next = after_prefix(request.marker);
  more = !next.empty();
  return next;
}

}  // namespace

std::string after_prefix(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xFF) prefix.pop_back();
  if (!prefix.empty()) prefix.back() = static_cast<char>(prefix.back() + 1);
  return prefix;
}

std::string common_prefix(const ListingRequest& request, std::string_view key) {
  if (request.delimiter.empty() || !key.starts_with(request.prefix)) return "";
  size_t at = key.find(request.delimiter, request.prefix.size());
  if (at == std::string_view::npos) return "";
  return std::string(key.substr(0, at + request.delimiter.size()));
}

ListingEnd list_keys(const ListingRequest& request, const KeyScan& scan,
                     const std::function<void(const std::string& key)>& on_key,
                     const std::function<void(const std::string& prefix)>& on_prefix) {
  ListingEnd end;
  int64_t told = 0;
  bool more = request.limit > 0;
  std::string from = more ? first_candidate(request, more) : "";
  while (more) {
    more = false;
    scan(from, [&](const std::string& key) {
      if (!std::string_view(key).starts_with(request.prefix)) return Step::kStop;
      if (told == request.limit) {
        end.truncated = true;
        return Step::kStop;
      }
      ++told;
      std::string group = common_prefix(request, key);
      if (group.empty()) {
        on_key(key);
        end.last = key;
        return Step::kNext;
      }
      on_prefix(group);
      end.last = group;
      from = after_prefix(group);
      more = !from.empty();
      return Step::kStop;
    });
  }
  return end;
}

}  // namespace cloudling::s3
