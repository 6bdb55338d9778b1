#include "emulators/policy/requester.h"

#include "emulators/aws/arn.h"

namespace cloudling::policy {

Requester requester_of(const std::string& arn) {
  Requester who{.arn = arn};
  const auto parsed = aws::parse_arn(arn);
  if (!parsed) return who;
  who.account = parsed->account;
  constexpr std::string_view kSession = "assumed-role/";
  if (parsed->service != "sts" || !parsed->resource.starts_with(kSession)) return who;
  const std::string name = parsed->resource.substr(kSession.size());
  who.role_arn = "arn:aws:iam::" + parsed->account + ":role/" + name.substr(0, name.find('/'));
  return who;
}

}  // namespace cloudling::policy
