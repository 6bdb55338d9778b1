#include "emulators/s3/post_policy.h"

#include <algorithm>
#include <array>
#include <set>

#include "asl/json/json.h"
#include "emulators/aws/dates.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/error.h"
#include "emulators/policy/matching.h"

namespace cloudling::s3 {
namespace {

using policy::lower_case;

aws::Error invalid(const std::string& why) {
  return aws::Error(400, "InvalidPolicyDocument", "Invalid Policy: " + why);
}

aws::Error denied(const std::string& why) {
  return aws::Error(403, "AccessDenied", "Invalid according to Policy: " + why);
}

json::Value parse_document(const std::string& policy) {
  const auto text = aws::base64_decode(policy);
  if (!text) throw invalid("Invalid base64 encoding.");
  auto document = json::parse(*text);
  if (!document || !document->is_object()) throw invalid("Invalid JSON.");
  return *std::move(document);
}

void require_time(const json::Value& document, int64_t now_ms) {
  const auto expiration = document.find("expiration");
  if (expiration == document.end() || !expiration->is_string()) throw invalid("Policy missing expiration.");
  const std::string text = expiration->get<std::string>();
  const auto at = text.ends_with('Z') && text.find('T') == 10 ? aws::parse_iso8601(text) : std::nullopt;
  if (!at) throw invalid("Invalid 'expiration' value: '" + text + "'");
  if (*at <= now_ms) throw denied("Policy expired.");
}

uint64_t length_of(const json::Value& value) {
  if (value.is_number_integer() && value.get<int64_t>() >= 0) return static_cast<uint64_t>(value.get<int64_t>());
  if (value.is_string()) {
    const std::string text = value.get<std::string>();
    if (!text.empty() && text.size() < 19 && text.find_first_not_of("0123456789") == std::string::npos)
      return std::stoull(text);
  }
  throw invalid("Invalid content-length-range.");
}

/// Reads conditions one by one, and remembers which fields they cover.
class Judge {
 public:
  explicit Judge(const FormValues& form) : form_(form) {}

  void hear(const json::Value& condition) {
    if (condition.is_object()) return exact_members(condition);
    if (!condition.is_array() || condition.empty() || !condition[0].is_string())
      throw invalid("Invalid condition: " + json::write(condition));
    const std::string kind = lower_case(condition[0].get<std::string>());
    if (condition.size() != 3) throw invalid("Invalid condition: wrong number of arguments for " + kind);
    if (kind == "content-length-range") {
      range_ = {length_of(condition[1]), length_of(condition[2])};
      return;
    }
    if (kind != "eq" && kind != "starts-with") throw invalid("Unknown condition type " + kind);
    if (!condition[1].is_string() || !condition[2].is_string())
      throw invalid("Invalid condition: " + json::write(condition));
    std::string field = lower_case(condition[1].get<std::string>());
    if (!field.starts_with('$')) throw invalid("Invalid condition: " + json::write(condition));
    field.erase(0, 1);
    check(field, condition[2].get<std::string>(), kind == "starts-with", json::write(condition));
  }

  LengthRange range() const { return range_; }
  bool covers(const std::string& field) const { return covered_.contains(field); }

 private:
  void exact_members(const json::Value& condition) {
    if (condition.empty()) throw invalid("Invalid condition: {}");
    for (const auto& [name, value] : condition.items()) {
      if (!value.is_string()) throw invalid("Invalid condition: " + json::write(condition));
      const std::string wanted = value.get<std::string>();
      check(lower_case(name), wanted, false, "[\"eq\", \"$" + name + "\", \"" + wanted + "\"]");
    }
  }

  void check(const std::string& field, const std::string& wanted, bool prefix, const std::string& shown) {
    covered_.insert(field);
    const auto found = form_.find(field);
    const std::string given = found == form_.end() ? "" : found->second;
    if (prefix ? !given.starts_with(wanted) : given != wanted || found == form_.end())
      throw denied("Policy Condition failed: " + shown);
  }

  const FormValues& form_;
  std::set<std::string> covered_;
  LengthRange range_;
};

/// Fields that no condition need speak of.
bool exempt(const std::string& field) {
  constexpr std::array kNames = {"awsaccesskeyid", "signature", "policy", "file", "x-amz-signature", "bucket"};
  return field.starts_with("x-ignore-") || std::find(kNames.begin(), kNames.end(), field) != kNames.end();
}

}  // namespace

LengthRange require_policy_holds(const std::string& policy, const FormValues& form, int64_t now_ms) {
  const json::Value document = parse_document(policy);
  require_time(document, now_ms);
  const auto conditions = document.find("conditions");
  if (conditions == document.end() || !conditions->is_array()) throw invalid("Policy missing conditions.");
  Judge judge(form);
  for (const auto& condition : *conditions) judge.hear(condition);
  for (const auto& [field, value] : form)
    if (!exempt(field) && !judge.covers(field)) throw denied("Extra input fields: " + field);
  return judge.range();
}

}  // namespace cloudling::s3
