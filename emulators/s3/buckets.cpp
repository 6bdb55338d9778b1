#include <algorithm>
#include <array>

#include "emulators/s3/acl_requests.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/guards.h"
#include "emulators/s3/listing_tokens.h"
#include "emulators/s3/names.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/tags.h"

namespace cloudling::s3 {
namespace {

constexpr const char* kDefaultRegion = "us-east-1";
constexpr int64_t kMaxBuckets = 10000;  ///< an account's quota, and of one ListBuckets answer

std::string arn_of(const std::string& bucket) { return "arn:aws:s3:::" + bucket; }

aws::Error incompatible_constraint(const std::string& constraint) {
  return aws::Error(
      400, "IllegalLocationConstraintException",
      "The " + constraint +
          " location constraint is incompatible for the region specific endpoint this request was sent to.");
}

/// Where the bucket shall be: us-east-1's endpoint makes buckets anywhere, the others only at home.
std::string bucket_region(const std::string& endpoint, const std::optional<CreateBucketConfiguration>& configuration) {
  std::string constraint = configuration ? configuration->location_constraint.value_or("") : "";
  if (constraint.empty()) {
    if (endpoint == kDefaultRegion) return endpoint;
    throw incompatible_constraint("unspecified");
  }
  std::string region = constraint == "EU" ? "eu-west-1" : constraint;
  if (region == kDefaultRegion || !known_region(region)) {
    if (endpoint != kDefaultRegion) throw incompatible_constraint(constraint);
    throw aws::Error(400, "InvalidLocationConstraint", "The specified location-constraint is not valid")
        .with("LocationConstraint", constraint);
  }
  if (endpoint != kDefaultRegion && region != endpoint) throw incompatible_constraint(constraint);
  return region;
}

/// Account and region of a name like "pictures-111122223333-us-west-2-an", which only that account can have.
struct AccountRegional {
  std::string account, region;
};

std::optional<AccountRegional> account_regional(const std::string& name) {
  constexpr std::string_view kSuffix = "-an";
  constexpr size_t kAccountDigits = 12;
  if (!name.ends_with(kSuffix)) return std::nullopt;
  const std::string rest = name.substr(0, name.size() - kSuffix.size());
  for (size_t dash = rest.find('-'); dash != std::string::npos; dash = rest.find('-', dash + 1)) {
    const std::string account = rest.substr(dash + 1, kAccountDigits);
    const size_t behind = dash + 1 + kAccountDigits;
    if (behind >= rest.size() || rest[behind] != '-') continue;
    if (account.find_first_not_of("0123456789") != std::string::npos || !known_region(rest.substr(behind + 1)))
      continue;
    return AccountRegional{account, rest.substr(behind + 1)};
  }
  return std::nullopt;
}

/// Whether the bucket is to be in the account's own namespace, which its name and the request have to agree on (S3 user
/// guide, "Namespaces for general purpose buckets").
bool in_account_namespace(const CreateBucketInput& in, const std::string& account, const std::string& region) {
  const auto refused = [&](const char* code, const std::string& message) {
    return aws::Error(400, code, message).with("BucketName", in.bucket);
  };
  const std::string asked = in.bucket_namespace.value_or("global");
  if (asked != "global" && asked != "account-regional")
    throw refused("InvalidNamespaceHeader", "The value of the x-amz-bucket-namespace header is not valid");
  const auto name = account_regional(in.bucket);
  if (asked == "global") {
    if (!name) return false;
    throw refused("MissingNamespaceHeader",
                  "The requested bucket is an account-regional namespace bucket, but the x-amz-bucket-namespace header "
                  "does not say so");
  }
  const std::string is_one = "The requested bucket is an account-regional namespace bucket, but the ";
  if (!name)
    throw refused("InvalidBucketNamespace", is_one + "bucket name does not end with -" + account + "-" + region +
                                                "-an. Specify the targeted account and region in the bucket name.");
  if (name->account != account)
    throw refused("InvalidBucketNamespace", is_one + "requested AWS Account ID '" + name->account +
                                                "' does not match the caller's AWS Account ID '" + account +
                                                "'. Specify the caller's AWS Account ID in the bucket name.");
  if (name->region != region)
    throw refused("InvalidBucketNamespace", is_one + "requested region '" + name->region +
                                                "' does not match the current region '" + region +
                                                "'. Specify the targeted region in the bucket name.");
  return true;
}

/// Canned lists that open a bucket to nobody: the latter two mean objects, and are ignored of buckets (S3 user guide,
/// "Canned ACL").
bool gives_nothing(const std::optional<std::string>& canned) {
  return canned == "private" || canned == "bucket-owner-read" || canned == "bucket-owner-full-control";
}

/// What the bucket is to be besides its name and region. `acl_buckets`: as AWS's were before April 2023.
void set_options(BucketRow& bucket, const CreateBucketInput& in, const aws::Accounts& accounts, bool acl_buckets) {
  constexpr std::array kOwnerships = {"BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"};
  if (in.object_ownership) {
    if (std::find(kOwnerships.begin(), kOwnerships.end(), *in.object_ownership) == kOwnerships.end())
      throw invalid_argument("Invalid x-amz-object-ownership header: " + *in.object_ownership, "x-amz-object-ownership",
                             *in.object_ownership);
    bucket.ownership = *in.object_ownership;
  } else if (acl_buckets) {
    bucket.ownership.clear();
  }
  if (acl_buckets) bucket.public_access.reset();
  if (bucket.enforces_owner() && has_acl_headers(in.access) && !gives_nothing(in.access.acl))
    throw aws::Error(400, "InvalidBucketAclWithObjectOwnership",
                     "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
  if (!bucket.enforces_owner())
    bucket.acl = acl_of_headers(in.access, {.owner = bucket.account, .bucket_owner = bucket.account}, accounts);
  if (bucket.public_access_has(PublicAccess::kBlockAcls) && is_public_acl(bucket.acl))
    throw aws::Error(400, "InvalidBucketAclWithBlockPublicAccessError",
                     "Bucket cannot have public ACLs set with BlockPublicAccess enabled");
  if (!in.object_lock.value_or(false)) return;
  bucket.versioning = Versioning::kEnabled;
  bucket.object_lock = to_text(ObjectLockConfiguration{.object_lock_enabled = "Enabled"});
}

}  // namespace

CreateBucketOutput S3::create_bucket(const Context& context, Write& tx, const CreateBucketInput& in) {
  require_bucket_name(in.bucket);
  std::string region = bucket_region(context.region, in.configuration);
  if (anonymous(context)) throw access_denied();
  const bool own_namespace = in_account_namespace(in, context.account, region);
  std::vector<Tag> tags = in.configuration ? in.configuration->tags.value_or(std::vector<Tag>()) : std::vector<Tag>();
  require_bucket_tags(tags);
  CreateBucketOutput output{
      .location = region == kDefaultRegion ? "/" + in.bucket : "http://" + in.bucket + ".s3.amazonaws.com/",
      .arn = arn_of(in.bucket)};
  if (auto existing = find_bucket(tx, in.bucket)) {
    if (existing->account != context.account)
      throw aws::Error(409, "BucketAlreadyExists",
                       "The requested bucket name is not available. The bucket namespace is shared by all users of the "
                       "system. Please select a different name and try again.")
          .with("BucketName", in.bucket);
    if (existing->region == kDefaultRegion && context.region == kDefaultRegion && !own_namespace) return output;
    throw aws::Error(409, "BucketAlreadyOwnedByYou",
                     "Your previous request to create the named bucket succeeded and you already own it.")
        .with("BucketName", in.bucket);
  }
  if (count_buckets(tx, context.account) >= kMaxBuckets)
    throw aws::Error(400, "TooManyBuckets", "You have attempted to create more buckets than allowed");
  BucketRow bucket{.name = in.bucket,
                   .account = context.account,
                   .region = region,
                   .created_ms = now_ms(),
                   .tags = tags_to_store(tags)};
  set_options(bucket, in, accounts_, acl_buckets_);
  insert_bucket(tx, bucket);
  return output;
}

HeadBucketOutput S3::head_bucket(const Context& context, Read& tx, const HeadBucketInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kListBucket});
  return {.region = bucket.region, .arn = arn_of(bucket.name)};
}

aws::Nothing S3::delete_bucket(const Context& context, Write& tx, const DeleteBucketInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kDeleteBucket});
  if (bucket_has_versions(tx, bucket.id))
    throw aws::Error(409, "BucketNotEmpty", "The bucket you tried to delete is not empty")
        .with("BucketName", bucket.name);
  delete_bucket_row(tx, store_.blobs(), bucket.id);
  return {};
}

ListBucketsOutput S3::list_buckets(const Context& context, Read& tx, const ListBucketsInput& in) {
  if (in.max_buckets && (*in.max_buckets < 1 || *in.max_buckets > kMaxBuckets))
    throw invalid_argument("Argument maxBuckets must be an integer between 1 and 10000", "max-buckets",
                           std::to_string(*in.max_buckets));
  if (anonymous(context)) throw access_denied();
  const int64_t limit = in.max_buckets.value_or(kMaxBuckets);
  const std::string prefix = in.prefix.value_or(""), region = in.bucket_region.value_or("");
  const std::string bound = context.account + "\n" + prefix + "\n" + region;
  std::string after = in.continuation_token ? open_token("ListBuckets", bound, *in.continuation_token) : "";
  const bool paginated = in.max_buckets || in.continuation_token || in.prefix || in.bucket_region;
  ListBucketsOutput output{.owner = owner_named(context.account, accounts_), .prefix = in.prefix};
  for (auto& bucket : list_bucket_rows(tx, context.account, after, prefix, region, limit + 1)) {
    if (static_cast<int64_t>(output.buckets.size()) == limit) {
      output.continuation_token = seal_token("ListBuckets", bound, output.buckets.back().name);
      break;
    }
    output.buckets.push_back({.name = bucket.name,
                              .created = {bucket.created_ms},
                              .region = paginated ? std::optional(bucket.region) : std::nullopt,
                              .arn = arn_of(bucket.name)});
  }
  return output;
}

GetBucketLocationOutput S3::get_bucket_location(const Context& context, Read& tx, const GetBucketLocationInput& in) {
  BucketRow bucket = require_bucket(tx, in.target, Ask{context, actions::kGetBucketLocation});
  if (bucket.region == kDefaultRegion) return {};
  return {bucket.region};
}

}  // namespace cloudling::s3
