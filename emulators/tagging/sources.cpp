#include "emulators/tagging/sources.h"

#include <array>

namespace cloudling::tagging {

namespace {

constexpr std::array<Source, 10> kSources = {{
    {"s3:bucket", "s3", "ListBuckets", "Buckets", "", "", "Name", "arn:aws:s3:::", "GetBucketTagging", "TagSet",
     "PutBucketTagging", "PutBucketTagging", "Bucket", "Tagging", "", TagForm::kList},
    {"lambda:function", "lambda", "ListFunctions", "Functions", "Marker", "NextMarker", "FunctionArn", "", "ListTags",
     "Tags", "TagResource", "UntagResource", "Resource", "Tags", "TagKeys", TagForm::kMap},
    {"states:stateMachine", "stepfunctions", "ListStateMachines", "stateMachines", "nextToken", "nextToken",
     "stateMachineArn", "", "ListTagsForResource", "tags", "TagResource", "UntagResource", "resourceArn", "tags",
     "tagKeys", TagForm::kLowerList},
    {"states:activity", "stepfunctions", "ListActivities", "activities", "nextToken", "nextToken", "activityArn", "",
     "ListTagsForResource", "tags", "TagResource", "UntagResource", "resourceArn", "tags", "tagKeys",
     TagForm::kLowerList},
    {"sqs:queue", "sqs", "ListQueues", "QueueUrls", "", "", "", "arn:aws:sqs:{region}:{account}:", "ListQueueTags",
     "Tags", "TagQueue", "UntagQueue", "QueueUrl", "Tags", "TagKeys", TagForm::kMap},
    {"logs:log-group", "logs", "DescribeLogGroups", "logGroups", "nextToken", "nextToken", "logGroupName",
     "arn:aws:logs:{region}:{account}:log-group:", "ListTagsForResource", "tags", "TagResource", "UntagResource",
     "resourceArn", "tags", "tagKeys", TagForm::kMap},
    {"events:rule", "events", "ListRules", "Rules", "NextToken", "NextToken", "Arn", "", "ListTagsForResource", "Tags",
     "TagResource", "UntagResource", "ResourceARN", "Tags", "TagKeys", TagForm::kList},
    {"cloudwatch:alarm", "cloudwatch", "DescribeAlarms", "MetricAlarms", "NextToken", "NextToken", "AlarmArn", "",
     "ListTagsForResource", "Tags", "TagResource", "UntagResource", "ResourceARN", "Tags", "TagKeys", TagForm::kList},
    {"apigateway:restapis", "apigateway", "GetRestApis", "items", "position", "position", "id",
     "arn:aws:apigateway:{region}::/restapis/", "GetTags", "tags", "TagResource", "UntagResource", "resourceArn",
     "tags", "tagKeys", TagForm::kMap},
    {"apigateway:apis", "apigatewayv2", "GetApis", "Items", "NextToken", "NextToken", "ApiId",
     "arn:aws:apigateway:{region}::/apis/", "GetTags", "Tags", "TagResource", "UntagResource", "ResourceArn", "Tags",
     "TagKeys", TagForm::kMap},
}};

void replace(std::string& text, std::string_view from, const std::string& to) {
  const size_t at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
}

std::string text_in(const json::Value& value, const char* name) {
  const json::Value* found = json::find(value, name);
  return found && found->is_string() ? found->get<std::string>() : "";
}

/// What an ARN of the kind has in it.
struct Mark {
  std::string_view type;
  std::string_view begin;
  std::string_view inside;
};
constexpr std::array<Mark, 10> kMarks = {{{"s3:bucket", "arn:aws:s3:::", ""},
                                          {"lambda:function", "arn:aws:lambda:", ":function:"},
                                          {"states:stateMachine", "arn:aws:states:", ":stateMachine:"},
                                          {"states:activity", "arn:aws:states:", ":activity:"},
                                          {"sqs:queue", "arn:aws:sqs:", ""},
                                          {"logs:log-group", "arn:aws:logs:", ":log-group:"},
                                          {"events:rule", "arn:aws:events:", ":rule/"},
                                          {"cloudwatch:alarm", "arn:aws:cloudwatch:", ":alarm:"},
                                          {"apigateway:restapis", "arn:aws:apigateway:", "::/restapis/"},
                                          {"apigateway:apis", "arn:aws:apigateway:", "::/apis/"}}};

}  // namespace

std::span<const Source> sources() { return kSources; }

const Source* source_of(std::string_view arn) {
  for (const Mark& mark : kMarks) {
    if (!arn.starts_with(mark.begin) || arn.find(mark.inside) == std::string_view::npos) continue;
    for (const Source& source : kSources) {
      if (source.type == mark.type) return &source;
    }
  }
  return nullptr;
}

std::string arn_of(const Source& source, const json::Value& item, const std::string& region,
                   const std::string& account) {
  std::string id = source.id.empty() ? item.get<std::string>() : text_in(item, std::string(source.id).c_str());
  if (source.arn_prefix.empty()) return id;
  if (source.service == "sqs") id = id.substr(id.rfind('/') + 1);
  std::string arn = std::string(source.arn_prefix) + id;
  replace(arn, "{region}", region);
  replace(arn, "{account}", account);
  return arn;
}

std::string target_of(const Source& source, const std::string& arn) {
  if (source.service == "s3") return arn.substr(13);
  if (source.service != "sqs") return arn;
  const size_t name = arn.rfind(':');
  return "http://localhost/" + arn.substr(arn.rfind(':', name - 1) + 1, name - arn.rfind(':', name - 1) - 1) + "/" +
         arn.substr(name + 1);
}

Tags read_tags(const Source& source, const json::Value& output) {
  Tags tags;
  const json::Value* shown = json::find(output, source.shown);
  if (!shown) return tags;
  if (source.form == TagForm::kMap) {
    for (const auto& [key, value] : shown->items()) tags[key] = value.get<std::string>();
    return tags;
  }
  const bool lower = source.form == TagForm::kLowerList;
  for (const json::Value& tag : *shown)
    tags[text_in(tag, lower ? "key" : "Key")] = text_in(tag, lower ? "value" : "Value");
  return tags;
}

json::Value write_tags(const Source& source, const Tags& tags) {
  if (source.form == TagForm::kMap) {
    json::Value map = json::Value::object();
    for (const auto& [key, value] : tags) map[key] = value;
    return map;
  }
  const bool lower = source.form == TagForm::kLowerList;
  json::Value list = json::Value::array();
  for (const auto& [key, value] : tags) {
    json::Value tag = json::Value::object();
    tag[lower ? "key" : "Key"] = key;
    tag[lower ? "value" : "Value"] = value;
    list.push_back(std::move(tag));
  }
  return list;
}

}  // namespace cloudling::tagging
