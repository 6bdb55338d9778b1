#include "emulators/s3/policy_actions.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "emulators/policy/matching.h"

namespace cloudling::s3 {
namespace {

constexpr std::array kObjectActions = {"abortmultipartupload",
                                       "bypassgovernanceretention",
                                       "deleteobject",
                                       "deleteobjecttagging",
                                       "deleteobjectversion",
                                       "deleteobjectversiontagging",
                                       "getobject",
                                       "getobjectacl",
                                       "getobjectattributes",
                                       "getobjectlegalhold",
                                       "getobjectretention",
                                       "getobjecttagging",
                                       "getobjecttorrent",
                                       "getobjectversion",
                                       "getobjectversionacl",
                                       "getobjectversionattributes",
                                       "getobjectversionforreplication",
                                       "getobjectversiontagging",
                                       "getobjectversiontorrent",
                                       "initiatereplication",
                                       "listmultipartuploadparts",
                                       "objectowneroverridetobucketowner",
                                       "putobject",
                                       "putobjectacl",
                                       "putobjectlegalhold",
                                       "putobjectretention",
                                       "putobjecttagging",
                                       "putobjectversionacl",
                                       "putobjectversiontagging",
                                       "replicatedelete",
                                       "replicateobject",
                                       "replicatetags",
                                       "restoreobject",
                                       "updateobjectencryption"};

constexpr std::array kBucketActions = {"createbucket",
                                       "createbucketmetadatatableconfiguration",
                                       "deletebucket",
                                       "deletebucketmetadatatableconfiguration",
                                       "deletebucketpolicy",
                                       "deletebucketwebsite",
                                       "getaccelerateconfiguration",
                                       "getanalyticsconfiguration",
                                       "getbucketabac",
                                       "getbucketacl",
                                       "getbucketcors",
                                       "getbucketlocation",
                                       "getbucketlogging",
                                       "getbucketmetadatatableconfiguration",
                                       "getbucketnotification",
                                       "getbucketobjectlockconfiguration",
                                       "getbucketownershipcontrols",
                                       "getbucketpolicy",
                                       "getbucketpolicystatus",
                                       "getbucketpublicaccessblock",
                                       "getbucketrequestpayment",
                                       "getbuckettagging",
                                       "getbucketversioning",
                                       "getbucketwebsite",
                                       "getencryptionconfiguration",
                                       "getintelligenttieringconfiguration",
                                       "getinventoryconfiguration",
                                       "getlifecycleconfiguration",
                                       "getmetricsconfiguration",
                                       "getreplicationconfiguration",
                                       "listbucket",
                                       "listbucketmultipartuploads",
                                       "listbucketversions",
                                       "listtagsforresource",
                                       "putaccelerateconfiguration",
                                       "putanalyticsconfiguration",
                                       "putbucketabac",
                                       "putbucketacl",
                                       "putbucketcors",
                                       "putbucketlogging",
                                       "putbucketnotification",
                                       "putbucketobjectlockconfiguration",
                                       "putbucketownershipcontrols",
                                       "putbucketpolicy",
                                       "putbucketpublicaccessblock",
                                       "putbucketrequestpayment",
                                       "putbuckettagging",
                                       "putbucketversioning",
                                       "putbucketwebsite",
                                       "putencryptionconfiguration",
                                       "putintelligenttieringconfiguration",
                                       "putinventoryconfiguration",
                                       "putlifecycleconfiguration",
                                       "putmetricsconfiguration",
                                       "putreplicationconfiguration",
                                       "tagresource",
                                       "untagresource",
                                       "updatebucketmetadatainventorytableconfiguration",
                                       "updatebucketmetadatajournaltableconfiguration"};

/// What the other actions, which are on accounts, access points, jobs and the like, have in their names.
constexpr std::array kElsewhere = {"accesspoint", "accessgrant", "storagelens", "job", "account", "allmybuckets"};

}  // namespace

ActionReach reach_of(const std::string& action) {
  if (action == "*") return {.known = true, .bucket = true, .object = true};
  const std::string lower = policy::lower_case(action);
  constexpr std::string_view kPrefix = "s3:";
  if (!lower.starts_with(kPrefix)) return {};
  const std::string_view pattern = std::string_view(lower).substr(kPrefix.size());
  const auto covered = [&](const char* name) { return policy::matches_wildcards(name, pattern); };
  ActionReach reach;
  reach.bucket = std::ranges::any_of(kBucketActions, covered);
  reach.object = std::ranges::any_of(kObjectActions, covered);
  reach.known = reach.bucket || reach.object || std::ranges::any_of(kElsewhere, [&](const char* part) {
                  return pattern.find(part) != std::string_view::npos;
                });
  return reach;
}

}  // namespace cloudling::s3
