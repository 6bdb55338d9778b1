// A policy document: refused with a reason, or judged; an explicit deny is never an allow, and what AWS would store can
// be judged.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "emulators/policy/decision.h"
#include "emulators/policy/validation.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace cloudling::policy;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string problem;
  const auto document = parse(text, &problem);
  if (!document && problem.empty()) std::abort();
  for (const Use use : {Use::kIdentity, Use::kTrust, Use::kResource}) {
    if (!document && !problem_of(text, use)) std::abort();
    if (document) problem_of(text, use);
  }
  if (!document) return 0;
  Request request{.action = "s3:GetObject", .resource = "arn:aws:s3:::photos/dog.png"};
  request.requester.arn = "arn:aws:iam::111111111111:user/anna";
  request.requester.account = "111111111111";
  request.context = {{"aws:username", {"anna"}},
                     {"aws:sourceip", {"10.0.0.1"}},
                     {"aws:epochtime", {"1700000000"}},
                     {"aws:currenttime", {"2026-01-01T00:00:00Z"}},
                     {"k", {"a", "b"}},
                     {"aws:sourcearn", {"arn:aws:s3:::in"}}};
  Policies policies;
  policies.identity.push_back({"fuzzed", *document});
  policies.resource = *document;
  const Decision decision = decide(policies, request);
  if (decision.allowed && decision.explicit_deny) std::abort();
  return 0;
}
