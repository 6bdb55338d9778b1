#pragma once

// The order of business of every S3 listing: keys in byte order, those that share a prefix up to the delimiter rolled
// up into one, a page at a time. Costs a seek a rolled-up prefix, never a scan of what is under it.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cloudling::s3 {

struct ListingRequest {
  std::string prefix;
  std::string delimiter;  ///< "" for none
  std::string marker;     ///< the listing goes on behind this key, or behind this common prefix with all under it
  int64_t limit = 1000;   ///< keys and common prefixes together
};

struct ListingEnd {
  bool truncated = false;
  std::string last;  ///< the last key or common prefix that was told; the next page's marker
};

/// What `visit` of a scan says to a key.
enum class Step { kNext, kStop };

/// Visits all keys >= `from` in order until told to stop.
using KeyScan = std::function<void(const std::string& from, const std::function<Step(const std::string& key)>& visit)>;

/// Tells keys and common prefixes in order. `on_key` is called while `scan` visits that key.
ListingEnd list_keys(const ListingRequest& request, const KeyScan& scan,
                     const std::function<void(const std::string& key)>& on_key,
                     const std::function<void(const std::string& prefix)>& on_prefix);

/// The least string above all that begin with `prefix`; "" where there is none.
std::string after_prefix(std::string prefix);

/// The common prefix that a key is rolled up into, or "".
std::string common_prefix(const ListingRequest& request, std::string_view key);

}  // namespace cloudling::s3
