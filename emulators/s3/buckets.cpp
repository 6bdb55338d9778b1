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

/// New buckets are as AWS's are today: owner enforced, public access blocked. What asks for others is told.
void require_plain_bucket(const CreateBucketInput& in) {
  const auto& access = in.access;
  if (in.object_ownership && *in.object_ownership != "BucketOwnerEnforced") {
    if (*in.object_ownership != "BucketOwnerPreferred" && *in.object_ownership != "ObjectWriter")
      throw invalid_argument("Invalid x-amz-object-ownership header: " + *in.object_ownership, "x-amz-object-ownership",
                             *in.object_ownership);
    throw header_not_implemented("x-amz-object-ownership");
  }
  if ((access.acl && *access.acl != "private") || access.grant_full_control || access.grant_read ||
      access.grant_read_acp || access.grant_write || access.grant_write_acp)
    throw aws::Error(400, "InvalidBucketAclWithObjectOwnership",
                     "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
  if (in.object_lock.value_or(false)) throw header_not_implemented("x-amz-bucket-object-lock-enabled");
}

}  // namespace

CreateBucketOutput S3::create_bucket(const Context& context, Write& tx, const CreateBucketInput& in) {
  require_bucket_name(in.bucket);
  std::string region = bucket_region(context.region, in.configuration);
  require_plain_bucket(in);
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
    if (existing->region == kDefaultRegion && context.region == kDefaultRegion) return output;
    throw aws::Error(409, "BucketAlreadyOwnedByYou",
                     "Your previous request to create the named bucket succeeded and you already own it.")
        .with("BucketName", in.bucket);
  }
  if (count_buckets(tx, context.account) >= kMaxBuckets)
    throw aws::Error(400, "TooManyBuckets", "You have attempted to create more buckets than allowed");
  insert_bucket(tx, {.name = in.bucket,
                     .account = context.account,
                     .region = region,
                     .created_ms = now_ms(),
                     .tags = tags_to_store(tags)});
  return output;
}

HeadBucketOutput S3::head_bucket(const Context& context, Read& tx, const HeadBucketInput& in) {
  BucketRow bucket = require_bucket(tx, context, in.target.bucket, in.target.expected_owner);
  return {.region = bucket.region, .arn = arn_of(bucket.name)};
}

aws::Nothing S3::delete_bucket(const Context& context, Write& tx, const DeleteBucketInput& in) {
  BucketRow bucket = require_bucket(tx, context, in.target.bucket, in.target.expected_owner);
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
  const int64_t limit = in.max_buckets.value_or(kMaxBuckets);
  const std::string prefix = in.prefix.value_or(""), region = in.bucket_region.value_or("");
  const std::string bound = context.account + "\n" + prefix + "\n" + region;
  std::string after = in.continuation_token ? open_token("ListBuckets", bound, *in.continuation_token) : "";
  const bool paginated = in.max_buckets || in.continuation_token || in.prefix || in.bucket_region;
  ListBucketsOutput output{.owner = {canonical_id(context.account)}, .prefix = in.prefix};
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
  BucketRow bucket = require_bucket(tx, context, in.target.bucket, in.target.expected_owner);
  if (bucket.region == kDefaultRegion) return {};
  return {bucket.region};
}

}  // namespace cloudling::s3
