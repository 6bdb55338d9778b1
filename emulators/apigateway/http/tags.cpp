#include "emulators/apigateway/http/items.h"

namespace cloudling::apigateway::http {

namespace {

/// "arn:aws:apigateway:{region}::/apis/{id}", ".../apis/{id}/stages/{name}", "/vpclinks/{id}", "/domainnames/{name}".
Place place_of(const std::string& arn) {
  const size_t path = arn.find("::/");
  if (!arn.starts_with("arn:aws:apigateway:") || path == std::string::npos) throw bad_request("Invalid ARN: " + arn);
  const std::string rest = arn.substr(path + 3);
  const size_t slash = rest.find('/');
  const std::string kind = rest.substr(0, slash);
  std::string id = slash == std::string::npos ? "" : rest.substr(slash + 1);
  if (kind == "vpclinks") return {VpcLink::kKind, "", id};
  if (kind == "domainnames") return {DomainName::kKind, "", id};
  if (kind != "apis") throw bad_request("Invalid ARN: " + arn);
  const size_t stage = id.find("/stages/");
  if (stage == std::string::npos) return {Api::kKind, "", id};
  return {Stage::kKind, id.substr(0, stage), id.substr(stage + 8)};
}

json::Value document_at(store::ReadTransaction& tx, const aws::CallContext& context, const Place& place) {
  return json::parse(require_body(tx, context, place)).value_or(json::Value::object());
}

}  // namespace

TagsOutput HttpApis::get_tags(const aws::CallContext& context, store::ReadTransaction& tx, const TagsInput& input) {
  TagsOutput output;
  const json::Value document = document_at(tx, context, place_of(input.resource_arn));
  const json::Value* tags = json::find(document, "Tags");
  if (!tags) return output;
  for (const auto& [key, value] : tags->items()) output.tags[key] = value.get<std::string>();
  return output;
}

aws::Nothing HttpApis::tag_resource(const aws::CallContext& context, store::WriteTransaction& tx,
                                    const TagsInput& input) {
  const Place place = place_of(input.resource_arn);
  json::Value document = document_at(tx, context, place);
  for (const auto& [key, value] : input.tags) document["Tags"][key] = value;
  rest::put_body(tx, scope_of(context), place, json::write(document));
  return {};
}

aws::Nothing HttpApis::untag_resource(const aws::CallContext& context, store::WriteTransaction& tx,
                                      const TagsInput& input) {
  const Place place = place_of(input.resource_arn);
  json::Value document = document_at(tx, context, place);
  if (!document.contains("Tags")) return {};
  for (const std::string& key : input.tag_keys) document["Tags"].erase(key);
  rest::put_body(tx, scope_of(context), place, json::write(document));
  return {};
}

}  // namespace cloudling::apigateway::http
