#include "emulators/aws/pagination.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace cloudling::aws {
namespace {

TEST(PageTokens, OpenWhatTheySealed) {
  const PageTokens tokens("secret");
  const std::vector<std::string> positions = {"", "k", "images/\xff\x01/dog.png", std::string(5000, 'x')};
  for (const std::string& position : positions) {
    const std::string token = tokens.seal("binding", position);
    EXPECT_EQ(tokens.open("binding", token), position);
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
  }
}

TEST(PageTokens, SurviveARestart) {
  const std::string token = PageTokens("secret").seal("b", "position");
  EXPECT_EQ(PageTokens("secret").open("b", token), "position");
  EXPECT_EQ(PageTokens("secret").seal("b", "position"), token);
  EXPECT_EQ(PageTokens("other").open("b", token), std::nullopt);
}

TEST(PageTokens, HideThePosition) {
  const std::string token = PageTokens("secret").seal("b", "AAAAAAAAAAAAAAAAAAAAAAAA");
  EXPECT_EQ(token.find("QUFB"), std::string::npos);
}

TEST(PageTokens, RefuseEveryChange) {
  const PageTokens tokens("secret");
  const std::string token = tokens.seal("b", "position");
  EXPECT_EQ(tokens.open("other", token), std::nullopt);
  EXPECT_EQ(tokens.open("b", ""), std::nullopt);
  EXPECT_EQ(tokens.open("b", "!" + token), std::nullopt);
  EXPECT_EQ(tokens.open("b", std::string(100000, 'A')), std::nullopt);
  for (size_t at = 0; at < token.size(); ++at) {
    std::string changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(tokens.open("b", changed), std::nullopt) << at;
    EXPECT_EQ(tokens.open("b", token.substr(0, at)), std::nullopt) << at;
  }
}

TEST(PageBinding, TellsParametersApart) {
  CallContext context;
  const std::string base = page_binding(context, "ListObjects", {"a", "bc"});
  EXPECT_EQ(base, page_binding(context, "ListObjects", {"a", "bc"}));
  EXPECT_NE(base, page_binding(context, "ListObjects", {"ab", "c"}));
  EXPECT_NE(base, page_binding(context, "ListObject", {"sa", "bc"}));
  CallContext other = context;
  other.region = "eu-west-1";
  EXPECT_NE(base, page_binding(other, "ListObjects", {"a", "bc"}));
  other = context;
  other.account = "111111111111";
  EXPECT_NE(base, page_binding(other, "ListObjects", {"a", "bc"}));
}

}  // namespace
}  // namespace cloudling::aws
