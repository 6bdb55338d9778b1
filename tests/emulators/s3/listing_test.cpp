#include <random>
#include <set>

#include "tests/emulators/s3/s3_fixture.h"

namespace cloudling::s3 {
namespace {

class Listing : public S3Fixture {
 protected:
  Listing() { make_bucket("bucket"); }

  void put_all(const std::vector<std::string>& keys) {
    for (const auto& key : keys) ASSERT_EQ(200, put("/bucket/" + aws::percent_encode(key, true), "").status);
  }

  /// <Prefix> inside <CommonPrefixes>, without the listing's own.
  static std::vector<std::string> common_prefixes(const Answer& answer) {
    std::vector<std::string> prefixes;
    for (const auto& element : answer.elements("CommonPrefixes")) {
      Answer inner;
      inner.body = element;
      prefixes.push_back(inner.element("Prefix"));
    }
    return prefixes;
  }
};

using Texts = std::vector<std::string>;

TEST_F(Listing, OfVersionOneHasAllElements) {
  put_all({"a&b", "photos/1", "photos/2"});
  Answer answer = get("/bucket?delimiter=/&max-keys=10&prefix=&marker=");
  EXPECT_EQ(200, answer.status);
  const std::string etag = "d41d8cd98f00b204e9800998ecf8427e";
  const std::string expected =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
      "<Name>bucket</Name><Prefix/><Marker/><MaxKeys>10</MaxKeys><Delimiter>/</Delimiter><IsTruncated>false</"
      "IsTruncated>"
      "<Contents><Key>a&amp;b</Key><LastModified>2023-11-14T22:13:20.000Z</LastModified><ETag>&quot;" +
      etag +
      "&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><ChecksumType>FULL_OBJECT</ChecksumType><Size>0</"
      "Size>"
      "<Owner><ID>" +
      answer.element("ID") +
      "</ID></Owner><StorageClass>STANDARD</StorageClass></Contents>"
      "<CommonPrefixes><Prefix>photos/</Prefix></CommonPrefixes></ListBucketResult>";
  EXPECT_EQ(expected, answer.body);
}

TEST_F(Listing, OfVersionTwoCountsAndPages) {
  put_all({"a", "b/1", "b/2", "c", "d"});
  Answer first = get("/bucket?list-type=2&delimiter=/&max-keys=2");
  EXPECT_EQ("2", first.element("KeyCount"));
  EXPECT_EQ("true", first.element("IsTruncated"));
  EXPECT_EQ(Texts{"a"}, first.elements("Key"));
  EXPECT_EQ(Texts{"b/"}, common_prefixes(first));
  EXPECT_TRUE(first.elements("Owner").empty());
  const std::string token = first.element("NextContinuationToken");
  Answer second = get("/bucket?list-type=2&delimiter=/&max-keys=2&continuation-token=" + aws::percent_encode(token));
  EXPECT_EQ((Texts{"c", "d"}), second.elements("Key"));
  EXPECT_EQ("false", second.element("IsTruncated"));
  EXPECT_EQ(token, second.element("ContinuationToken"));
  EXPECT_EQ("", second.element("NextContinuationToken"));
  EXPECT_EQ(1u, get("/bucket?list-type=2&fetch-owner=true&max-keys=1").elements("Owner").size());
  EXPECT_EQ((Texts{"c", "d"}), get("/bucket?list-type=2&start-after=b/2").elements("Key"));
  EXPECT_EQ(5u, get("/bucket?list-type=2&continuation-token=").elements("Key").size());
}

TEST_F(Listing, RefusesTokensThatAreNotItsOwn) {
  put_all({"a", "b"});
  const std::string token = aws::percent_encode(get("/bucket?list-type=2&max-keys=1").element("NextContinuationToken"));
  EXPECT_EQ(200, get("/bucket?list-type=2&continuation-token=" + token).status);
  Answer other = get("/bucket?list-type=2&prefix=a&continuation-token=" + token);
  EXPECT_EQ(400, other.status);
  EXPECT_EQ("InvalidArgument", other.element("Code"));
  EXPECT_EQ("continuation-token", other.element("ArgumentName"));
  EXPECT_EQ("InvalidArgument", get("/bucket?list-type=2&continuation-token=x").element("Code"));
}

TEST_F(Listing, ChecksItsParameters) {
  for (const char* query : {"max-keys=-1", "max-keys=abc", "encoding-type=base64"}) {
    Answer answer = get(std::string("/bucket?") + query);
    EXPECT_EQ(400, answer.status) << query;
    EXPECT_EQ("InvalidArgument", answer.element("Code")) << query;
  }
  EXPECT_EQ("1000", get("/bucket?max-keys=5000").element("MaxKeys"));
  put_all({"a"});
  Answer none = get("/bucket?max-keys=0");
  EXPECT_EQ("false", none.element("IsTruncated"));
  EXPECT_TRUE(none.elements("Key").empty());
}

TEST_F(Listing, EncodesNamesOnDemand) {
  put_all({"a b+c", "dir \xC3\xA9/x"});
  Answer answer = get("/bucket?encoding-type=url&delimiter=/&prefix=");
  EXPECT_EQ(Texts{"a%20b%2Bc"}, answer.elements("Key"));
  EXPECT_EQ(Texts{"dir%20%C3%A9/"}, common_prefixes(answer));
  EXPECT_EQ("url", answer.element("EncodingType"));
}

TEST_F(Listing, TellsNextMarkerWithADelimiterOnly) {
  put_all({"a", "b", "c/1", "c/2", "d"});
  EXPECT_EQ("", get("/bucket?max-keys=2").element("NextMarker"));
  Answer page = get("/bucket?max-keys=3&delimiter=/");
  EXPECT_EQ("c/", page.element("NextMarker"));
  EXPECT_EQ(Texts{"d"}, get("/bucket?max-keys=3&delimiter=/&marker=c/").elements("Key"));
}

/// Random keys, all pages of both versions, against a sorted set.
TEST_F(Listing, IsWhatANaiveModelSays) {
  std::mt19937 random(5);
  std::set<std::string> keys;
  const std::string letters[] = {"a", "b", "/", "c/", "\xC3\xA9", "z"};
  for (int i = 0; i < 150; ++i) {
    std::string key = "k";
    for (unsigned n = random() % 5; n > 0; --n) key += letters[random() % 6];
    keys.insert(key);
  }
  put_all({keys.begin(), keys.end()});
  for (const std::string prefix : {"", "k", "ka", "k/", "kc/", "nothing"}) {
    for (const std::string delimiter : {"", "/", "b"}) {
      Texts expected_keys;
      std::set<std::string> expected_prefixes;
      for (const auto& key : keys) {
        if (!key.starts_with(prefix)) continue;
        size_t at = delimiter.empty() ? std::string::npos : key.find(delimiter, prefix.size());
        if (at == std::string::npos)
          expected_keys.push_back(key);
        else
          expected_prefixes.insert(key.substr(0, at + 1));
      }
      Texts told_keys, told_prefixes;
      std::string token;
      do {
        Answer page = get("/bucket?list-type=2&max-keys=7&prefix=" + prefix + "&delimiter=" + delimiter +
                          (token.empty() ? "" : "&continuation-token=" + token));
        for (auto& key : page.elements("Key")) told_keys.push_back(key);
        for (auto& group : common_prefixes(page)) told_prefixes.push_back(group);
        token = aws::percent_encode(page.element("NextContinuationToken"));
      } while (!token.empty());
      EXPECT_EQ(expected_keys, told_keys) << prefix << " " << delimiter;
      EXPECT_EQ(Texts(expected_prefixes.begin(), expected_prefixes.end()), told_prefixes) << prefix << " " << delimiter;
    }
  }
}

TEST_F(Listing, FollowsDeletionsAndOtherBuckets) {
  make_bucket("another");
  put_all({"a", "b"});
  put("/another/c", "");
  send("DELETE", "/bucket/a");
  EXPECT_EQ(Texts{"b"}, get("/bucket").elements("Key"));
}

}  // namespace
}  // namespace cloudling::s3
