#include "emulators/s3/key_listing.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace cloudling::s3 {
namespace {

struct Told {
  std::vector<std::string> keys, prefixes;
  bool operator==(const Told&) const = default;
};

/// The whole listing, the way the documentation tells it: look at every key, roll up, sort.
Told naive(const std::set<std::string>& keys, const ListingRequest& request) {
  Told told;
  std::set<std::string> prefixes;
  for (const auto& key : keys) {
    if (!key.starts_with(request.prefix)) continue;
    size_t at = request.delimiter.empty() ? std::string::npos : key.find(request.delimiter, request.prefix.size());
    if (at == std::string::npos)
      told.keys.push_back(key);
    else
      prefixes.insert(key.substr(0, at + request.delimiter.size()));
  }
  told.prefixes.assign(prefixes.begin(), prefixes.end());
  return told;
}

/// The same page by page; counts the keys that were looked at.
Told paged(const std::set<std::string>& keys, ListingRequest request, size_t& looked) {
  Told told;
  KeyScan scan = [&](const std::string& from, const std::function<Step(const std::string&)>& visit) {
    for (auto it = keys.lower_bound(from); it != keys.end(); ++it) {
      ++looked;
      if (visit(*it) == Step::kStop) return;
    }
  };
  for (int page = 0; page < 100000; ++page) {
    size_t before = told.keys.size() + told.prefixes.size();
    ListingEnd end = list_keys(
        request, scan, [&](const std::string& key) { told.keys.push_back(key); },
        [&](const std::string& prefix) { told.prefixes.push_back(prefix); });
    size_t now = told.keys.size() + told.prefixes.size() - before;
    EXPECT_LE(now, static_cast<size_t>(request.limit));
    if (!end.truncated) return told;
    EXPECT_EQ(static_cast<size_t>(request.limit), now);
    request.marker = end.last;
  }
  ADD_FAILURE() << "the listing does not end";
  return told;
}

TEST(KeyListing, PagesTellWhatTheWholeTells) {
  std::mt19937 random(11);
  auto pick = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
  const std::string letters[] = {"a", "b", "/", "//", "c/", "\xC3\xA9", "~", "\xF4\x8F\xBF\xBF", " "};
  for (int round = 0; round < 400; ++round) {
    std::set<std::string> keys;
    for (int i = pick(60); i >= 0; --i) {
      std::string key;
      for (int n = pick(5); n >= 0; --n) key += letters[pick(9)];
      keys.insert(key);
    }
    ListingRequest request;
    const std::string delimiters[] = {"", "/", "/", "//", "b", "\xC3\xA9"};
    const std::string prefixes[] = {"", "", "a", "a/", "c/", "/", "\xF4\x8F\xBF\xBF"};
    request.delimiter = delimiters[pick(6)];
    request.prefix = prefixes[pick(7)];
    request.limit = 1 + pick(7);
    size_t looked = 0;
    ASSERT_EQ(naive(keys, request), paged(keys, request, looked)) << round;
  }
}

TEST(KeyListing, SeeksOverWhatItRollsUp) {
  std::set<std::string> keys;
  for (int group = 0; group < 10; ++group)
    for (int i = 0; i < 1000; ++i) keys.insert(std::to_string(group) + "/" + std::to_string(i));
  ListingRequest request{.delimiter = "/"};
  size_t looked = 0;
  EXPECT_EQ(10u, paged(keys, request, looked).prefixes.size());
  EXPECT_LE(looked, 11u);
}

TEST(KeyListing, TellsNothingForALimitOfZero) {
  ListingRequest request{.limit = 0};
  ListingEnd end = list_keys(
      request, [](const std::string&, const std::function<Step(const std::string&)>& visit) { visit("a"); },
      [](const std::string&) { FAIL(); }, [](const std::string&) { FAIL(); });
  EXPECT_FALSE(end.truncated);
}

TEST(KeyListing, AMarkerInsideAGroupTellsTheGroupAgain) {
  const std::set<std::string> keys = {"a/1", "a/2", "b"};
  size_t looked = 0;
  EXPECT_EQ((Told{{"b"}, {"a/"}}), paged(keys, {.delimiter = "/", .marker = "a/1"}, looked));
  EXPECT_EQ((Told{{"b"}, {}}), paged(keys, {.delimiter = "/", .marker = "a/"}, looked));
  EXPECT_EQ((Told{{"b"}, {}}), paged(keys, {.delimiter = "/", .marker = "a/2"}, looked));
}

TEST(KeyListing, KnowsWhatComesAfterAPrefix) {
  EXPECT_EQ("b", after_prefix("a"));
  EXPECT_EQ("b", after_prefix("a\xFF"));
  EXPECT_EQ("", after_prefix("\xFF\xFF"));
}

}  // namespace
}  // namespace cloudling::s3
