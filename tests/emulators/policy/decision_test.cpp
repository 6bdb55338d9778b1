// The cases of decisions.json. "if" is the condition of one statement that allows everything; the request is GetObject
// of arn:aws:s3:::b/key by the user anna of the account 111111111111, where a case does not say otherwise.

#include "emulators/policy/decision.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "asl/json/json.h"

namespace cloudling::policy {
namespace {

json::Value read_cases() {
  std::ifstream in(CLOUDLING_POLICY_CASES);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  return json::parse(text).value();
}

std::string text_of(const json::Value& item, const char* name, const std::string& otherwise = "") {
  const json::Value* found = json::find(item, name);
  return found ? found->get<std::string>() : otherwise;
}

Document document_of(const json::Value& item, const json::Value& statements) {
  json::Value document = json::Value::object();
  document["Version"] = text_of(item, "version", "2012-10-17");
  document["Statement"] = statements;
  std::string problem;
  auto parsed = parse_json(document, &problem);
  if (!parsed) ADD_FAILURE() << text_of(item, "name") << ": " << problem;
  return parsed.value_or(Document{});
}

json::Value statement_if(const json::Value& condition) {
  json::Value statement = json::Value::object();
  statement["Effect"] = "Allow";
  statement["Action"] = "*";
  statement["Resource"] = "*";
  statement["Condition"] = condition;
  return json::Value::array({statement});
}

Request request_of(const json::Value& item) {
  Request request{.action = "s3:GetObject", .resource = text_of(item, "resource", "arn:aws:s3:::b/key")};
  request.requester.service = text_of(item, "service");
  if (request.requester.service.empty()) {
    request.requester.arn = text_of(item, "who", "arn:aws:iam::111111111111:user/anna");
    request.requester.account = "111111111111";
    request.requester.role_arn = text_of(item, "role");
  }
  if (const json::Value* context = json::find(item, "context")) {
    for (const auto& [key, value] : context->items()) {
      if (value.is_array())
        request.context[key] = value.get<std::vector<std::string>>();
      else
        request.context[key] = {value.get<std::string>()};
    }
  }
  return request;
}

Policies policies_of(const json::Value& item) {
  Policies policies;
  const auto add = [&](const char* name, auto take) {
    if (const json::Value* statements = json::find(item, name)) take(document_of(item, *statements));
  };
  add("identity", [&](Document one) { policies.identity.push_back({"identity", std::move(one)}); });
  add("boundary", [&](Document one) { policies.boundary = {{"boundary", std::move(one)}}; });
  add("session", [&](Document one) { policies.session.push_back({{"session", std::move(one)}}); });
  add("at", [&](Document one) { policies.resource = std::move(one); });
  if (const json::Value* condition = json::find(item, "if"))
    policies.identity.push_back({"if", document_of(item, statement_if(*condition))});
  policies.resource_account = text_of(item, "owner");
  return policies;
}

TEST(Decision, IsAsInTheCases) {
  const json::Value cases = read_cases();
  ASSERT_GT(cases.size(), 50u);
  for (const json::Value& item : cases) {
    const Decision decision = decide(policies_of(item), request_of(item));
    const std::string is = decision.allowed         ? "allowed"
                           : decision.explicit_deny ? "explicitly denied: " + decision.source
                                                    : "denied: " + decision.source;
    EXPECT_EQ(is, text_of(item, "is")) << text_of(item, "name");
  }
}

TEST(Decision, WildcardsOfLongTextsEndSoon) {
  const std::string text(10'000, 'a');
  std::string pattern;
  for (int i = 0; i < 1000; ++i) pattern += "a*";
  EXPECT_FALSE(matches_wildcards(text, pattern + "b"));
  EXPECT_TRUE(matches_wildcards(text, pattern));
}

TEST(Wildcards, MatchAnyText) {
  EXPECT_TRUE(matches_wildcards("arn:aws:s3:::a/b", "arn:*:s3:::*"));
  EXPECT_TRUE(matches_wildcards("", "*"));
  EXPECT_TRUE(matches_wildcards("a*b", "a?b"));
  EXPECT_TRUE(matches_wildcards("aXXbYYb", "a*b"));
  EXPECT_FALSE(matches_wildcards("abc", "ab"));
  EXPECT_FALSE(matches_wildcards("ab", "a?b"));
}

}  // namespace
}  // namespace cloudling::policy
