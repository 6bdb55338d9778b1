#pragma once

// IAM policy documents (IAM User Guide, "IAM JSON policy elements reference"): text in, plain statements out. A pure
// library that all services share: identity policies, role trust, and what stands at buckets, queues and functions.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "asl/json/json.h"

namespace cloudling::policy {

/// {"<Quantifier>:<Operator>IfExists": {"<key>": [values]}}
struct Condition {
  enum class Quantifier : uint8_t { kNone, kForAllValues, kForAnyValue };
  Quantifier quantifier = Quantifier::kNone;
  std::string op;  ///< "StringLike", as AWS writes it
  bool if_exists = false;
  std::string key;  ///< as written
  std::vector<std::string> values;
};

/// The Principal element, by type of principal. "*" alone is any of all types.
struct Principals {
  bool anybody = false;
  std::vector<std::string> aws;  ///< ARNs, account ids, unique ids; "*"
  std::vector<std::string> service;
  std::vector<std::string> federated;
  std::vector<std::string> canonical_user;
};

struct Statement {
  std::string sid;
  bool allow = true;
  std::vector<std::string> actions;
  bool not_action = false;  ///< NotAction: all but `actions`
  std::vector<std::string> resources;
  bool not_resource = false;
  std::optional<Principals> principals;
  bool not_principal = false;
  std::vector<Condition> conditions;
};

struct Document {
  std::string id;
  bool variables = false;  ///< Version 2012-10-17: ${aws:username} and the like stand for values
  std::vector<Statement> statements;
};

/// Reads a policy leniently, as it was once accepted. Nothing where it is no policy at all; `problem` then says why, in
/// AWS's words ("Syntax errors in policy."). Documents above 1 MiB are refused.
std::optional<Document> parse(std::string_view text, std::string* problem = nullptr);
std::optional<Document> parse_json(const json::Value& value, std::string* problem = nullptr);

}  // namespace cloudling::policy
