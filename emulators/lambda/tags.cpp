#include "emulators/lambda/errors.h"
#include "emulators/lambda/function_names.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lambda_store_configs.h"
#include "emulators/lambda/lambda_store_event_sources.h"

namespace cloudling::lambda {

namespace {

constexpr size_t kMaxTags = 50;

constexpr std::string_view kMapping = ":event-source-mapping:";

/// The ARN of a function, an event source mapping or a code signing configuration that is there.
std::string require_taggable(const aws::CallContext& context, store::ReadTransaction& tx, const std::string& resource) {
  if (const size_t at = resource.find(kMapping); at != std::string::npos) {
    if (!find_event_source(tx, resource.substr(at + kMapping.size())))
      throw resource_not_found("The resource you requested does not exist.");
    return resource;
  }
  if (resource.find(":code-signing-config:") != std::string::npos) {
    if (!find_signing_config(tx, resource)) throw resource_not_found("The resource you requested does not exist.");
    return resource;
  }
  if (resource.find(":function:") == std::string::npos) {
    throw not_supported("TagResource", "tags of anything but functions, event source mappings and signing");
  }
  const FunctionName name = parse_function_name(context, resource);
  if (!name.qualifier.empty())
    throw invalid_parameter(
        "Tags on function aliases and versions are not supported. Please specify either a function ARN.");
  if (!find_function(tx, name.arn)) throw function_not_found(name.arn);
  return name.arn;
}

}  // namespace

aws::Nothing Lambda::tag_resource(const aws::CallContext& context, store::WriteTransaction& tx,
                                  const TagResourceInput& input) {
  const std::string function = require_taggable(context, tx, input.resource);
  Tags tags = lambda::list_tags(tx, function);
  for (const auto& [key, value] : input.tags) tags[key] = value;
  if (tags.size() > kMaxTags) {
    throw invalid_parameter("The number of tags exceeds the limit of " + std::to_string(kMaxTags));
  }
  for (const auto& [key, value] : input.tags) put_tag(tx, function, key, value);
  return {};
}

aws::Nothing Lambda::untag_resource(const aws::CallContext& context, store::WriteTransaction& tx,
                                    const UntagResourceInput& input) {
  const std::string function = require_taggable(context, tx, input.resource);
  for (const std::string& key : input.tag_keys) delete_tag(tx, function, key);
  return {};
}

ListTagsOutput Lambda::list_tags(const aws::CallContext& context, store::ReadTransaction& tx,
                                 const ListTagsInput& input) {
  const std::string function = require_taggable(context, tx, input.resource);
  return {.tags = lambda::list_tags(tx, function)};
}

}  // namespace cloudling::lambda
