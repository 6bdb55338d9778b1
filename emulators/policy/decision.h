#pragma once

// Who may do what (IAM User Guide, "Policy evaluation logic"). Pure functions of documents and a request.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/policy/document.h"
#include "emulators/policy/matching.h"

namespace cloudling::policy {

/// Who asks, as policies name him.
struct Requester {
  std::string arn;             ///< of the user, role session, federated user or account root; "" for others
  std::string role_arn;        ///< of the session's role; "" for others
  std::string account;         ///< "" for services and nobody
  std::string service;         ///< "states.amazonaws.com"; "" for others
  std::string federated;       ///< identity provider; "" for others
  std::string canonical_user;  ///< of his account, where S3 knows it
  bool root() const { return arn.ends_with(":root"); }
};

/// One action on one resource.
struct Request {
  std::string action;    ///< "s3:GetObject"
  std::string resource;  ///< ARN, or "*" where the action has none
  Requester requester;
  Context context;
};

enum class Match : uint8_t { kNone, kAllow, kDeny };

/// How much of a Principal element the requester is named by.
enum class Named : uint8_t {
  kNot,
  kByAccount,  ///< his account is trusted, which has to permit him itself
  kAsRole,     ///< the role is named whose session he is
  kHimself     ///< he, his service, or anybody
};
Named names(const Principals& principals, const Requester& requester);

/// What a document says, without regard to principals. A deny goes before an allow.
struct Finding {
  Match match = Match::kNone;
  const Statement* statement = nullptr;  ///< that decided
  Named named = Named::kNot;             ///< of an allowing resource policy: as closely as any names him
};
Finding look_up(const Document& document, const Request& request);

/// The same of a policy that stands at a resource, whose statements name principals.
Finding look_up_resource(const Document& document, const Request& request);

/// A document and what denials call it.
struct NamedDocument {
  std::string name;
  Document document;
};

/// All that has a say. What is not set has none.
struct Policies {
  std::vector<NamedDocument> identity;
  std::optional<std::vector<NamedDocument>> boundary;  ///< one permissions boundary, or nothing in it: denies all
  std::vector<std::vector<NamedDocument>> session;     ///< each bounds the session by all its documents together
  std::optional<Document> resource;
  std::string resource_account;      ///< owner of the resource; "" where it is the requester's
  bool resource_must_allow = false;  ///< role trust: what identities may do is not enough
};

struct Decision {
  bool allowed = false;
  bool explicit_deny = false;
  std::string source;  ///< "identity-based policy", "resource-based policy", "permissions boundary", "session policy"
  std::string statement;  ///< Sid of the statement that denies; "" without
};

/// Explicit denials first; then, within an account, what the identity or the resource allows, bounded by boundary and
/// session; across accounts what both allow. The root of an account may do everything in it.
Decision decide(const Policies& policies, const Request& request);

}  // namespace cloudling::policy
