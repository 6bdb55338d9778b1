#include "emulators/lambda/layers.h"

#include <algorithm>
#include <set>
#include <utility>

#include "emulators/aws/arn.h"
#include "emulators/aws/encoding.h"
#include "emulators/aws/json_codec.h"
#include "emulators/lambda/code.h"
#include "emulators/lambda/errors.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/settings.h"

namespace cloudling::lambda {

using boost::asio::awaitable;
using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr size_t kMaxLayers = 5;
constexpr int64_t kMaxPage = 50;

std::string version_arn(const LayerRow& layer) { return layer.arn + ":" + std::to_string(layer.number); }

LayerDescription description_of(const LayerRow& layer) {
  LayerDescription description;
  aws::MissingPaths missing;
  const json::Value value = json::parse(layer.description).value_or(json::Value::object());
  aws::decode_json(value, LayerDescription::shape(), &description, aws::JsonForm::kDocument, "", missing);
  return description;
}

LayerVersion shown(const LayerRow& layer) {
  LayerVersion version;
  static_cast<LayerDescription&>(version) = description_of(layer);
  version.layer_version_arn = version_arn(layer);
  version.created_date = last_modified_text(layer.created);
  version.version = layer.number;
  return version;
}

/// With a URL to download it from where that is asked for.
LayerVersion shown_whole(const LayerRow& layer, std::optional<std::string> location = std::nullopt) {
  LayerVersion version = shown(layer);
  version.layer_arn = layer.arn;
  version.content = LayerContentOutput{
      .location = std::move(location), .code_sha256 = layer.code.sha256, .code_size = layer.code.size};
  return version;
}

aws::Error no_such_version(const std::string& arn) {
  return resource_not_found("The resource you requested does not exist: " + arn);
}

LayerRow require_layer(ReadTransaction& tx, const std::string& arn, int64_t number) {
  auto layer = find_layer(tx, arn, number);
  if (!layer) throw no_such_version(arn + ":" + std::to_string(number));
  return std::move(*layer);
}

bool suits(const LayerRow& layer, const LayerFilter& filter) {
  const LayerDescription description = description_of(layer);
  const auto has = [](const std::optional<std::vector<std::string>>& all, const std::optional<std::string>& wanted) {
    return !wanted || (all && std::ranges::find(*all, *wanted) != all->end());
  };
  return has(description.compatible_runtimes, filter.compatible_runtime) &&
         has(description.compatible_architectures, filter.compatible_architecture);
}

}  // namespace

std::string layer_arn(const aws::CallContext& context, const std::string& name) {
  if (name.starts_with("arn:")) return name;
  return "arn:aws:lambda:" + context.region + ":" + context.account + ":layer:" + name;
}

std::optional<LayerVersionName> parse_layer_version(const std::string& arn) {
  const auto parsed = aws::parse_arn(arn);
  if (!parsed || parsed->service != "lambda" || !parsed->resource.starts_with("layer:")) return std::nullopt;
  const size_t colon = arn.rfind(':');
  const auto number = aws::parse_integer(arn.substr(colon + 1));
  if (!number) return std::nullopt;
  return LayerVersionName{.arn = arn.substr(0, colon), .account = parsed->account, .number = *number};
}

void require_layers(ReadTransaction& tx, const std::string& account, const FunctionSettings& settings) {
  if (!settings.layers) return;
  if (settings.layers->size() > kMaxLayers) throw invalid_parameter("Cannot reference more than 5 layers.");
  std::set<std::string> seen;
  for (const std::string& arn : *settings.layers) {
    const auto name = parse_layer_version(arn);
    if (!name) throw invalid_parameter("Layer version " + arn + " is not a valid ARN.");
    if (!seen.insert(name->arn).second)
      throw invalid_parameter(
          "Two different versions of the same layer are not allowed to be referenced in the same function. " + arn);
    if (name->account == account && !find_layer(tx, name->arn, name->number))
      throw invalid_parameter("Layer version " + arn + " does not exist.");
  }
}

std::vector<StoredCode> layer_archives(ReadTransaction& tx, const FunctionSettings& settings) {
  std::vector<StoredCode> archives;
  for (const std::string& arn : settings.layers.value_or(std::vector<std::string>())) {
    const auto name = parse_layer_version(arn);
    const auto layer = name ? find_layer(tx, name->arn, name->number) : std::nullopt;
    if (layer) archives.push_back(layer->code);
  }
  return archives;
}

void set_layer_sizes(ReadTransaction& tx, FunctionConfiguration& configuration) {
  if (!configuration.layers) return;
  for (Layer& shown : *configuration.layers) {
    const auto name = parse_layer_version(shown.arn);
    const auto layer = name ? find_layer(tx, name->arn, name->number) : std::nullopt;
    if (layer) shown.code_size = layer->code.size;
  }
}

awaitable<LayerVersion> Lambda::publish_layer_version(const aws::CallContext& context, PublishLayerVersionInput input) {
  CodeSource source{.signed_for = "",
                    .zip_file = std::move(input.content.zip_file),
                    .s3_bucket = std::move(input.content.s3_bucket),
                    .s3_key = std::move(input.content.s3_key),
                    .s3_object_version = std::move(input.content.s3_object_version)};
  std::string archive = co_await fetch_code(caller_, context, std::move(source));
  require_valid_zip(archive, false);
  std::unique_ptr<store::BlobWriter> writer;
  LayerRow layer;
  layer.arn = layer_arn(context, input.layer_name);
  layer.code = co_await store_code(std::move(archive), writer);
  layer.created = clock_.now();
  const LayerDescription& description = input;
  layer.description = json::write(aws::encode_json(LayerDescription::shape(), &description, aws::JsonForm::kDocument));
  auto insert = [&](WriteTransaction& tx) {
    layer.code.content = store_.blobs().publish(tx, *writer);
    layer.number = insert_layer(tx, layer);
  };
  co_await store_.write(std::move(insert));
  co_return shown_whole(layer);
}

LayerVersion Lambda::get_layer_version(const aws::CallContext& context, ReadTransaction& tx,
                                       const NamedLayerVersionInput& input) {
  const LayerRow layer = require_layer(tx, layer_arn(context, input.layer_name), input.version_number);
  return shown_whole(layer, downloads_.location(context, host_.endpoint(), version_arn(layer)));
}

LayerVersion Lambda::get_layer_version_by_arn(const aws::CallContext& context, ReadTransaction& tx,
                                              const LayerVersionByArnInput& input) {
  const auto name = parse_layer_version(input.arn);
  if (!name) throw no_such_version(input.arn);
  return shown_whole(require_layer(tx, name->arn, name->number),
                     downloads_.location(context, host_.endpoint(), input.arn));
}

/// Functions that use it go on to, as on AWS: they keep its ARN, and what was unpacked stays until the process ends.
aws::Nothing Lambda::delete_layer_version(const aws::CallContext& context, WriteTransaction& tx,
                                          const NamedLayerVersionInput& input) {
  const auto layer = find_layer(tx, layer_arn(context, input.layer_name), input.version_number);
  if (!layer) return {};
  delete_layer(tx, *layer);
  store_.blobs().release(tx, layer->code.content);
  return {};
}

ListLayersOutput Lambda::list_layers(const aws::CallContext& context, ReadTransaction& tx,
                                     const ListLayersInput& input) {
  const std::string prefix = layer_arn(context, "");
  const int64_t limit = std::min(input.max_items.value_or(kMaxPage), kMaxPage);
  ListLayersOutput output;
  std::string last = input.marker ? prefix + *input.marker : "";
  for (const LayerRow& layer : lambda::list_layers(tx, prefix)) {
    if (layer.arn <= last || !suits(layer, input)) continue;  // the newest version of each comes first
    if (static_cast<int64_t>(output.layers.size()) == limit) {
      output.next_marker = output.layers.back().layer_name;
      break;
    }
    last = layer.arn;
    output.layers.push_back({.layer_name = layer.arn.substr(prefix.size()),
                             .layer_arn = layer.arn,
                             .latest_matching_version = shown(layer)});
  }
  return output;
}

ListLayerVersionsOutput Lambda::list_layer_versions(const aws::CallContext& context, ReadTransaction& tx,
                                                    const ListLayerVersionsInput& input) {
  const std::string arn = layer_arn(context, input.layer_name);
  const int64_t limit = std::min(input.max_items.value_or(kMaxPage), kMaxPage);
  const auto before = aws::parse_integer(input.marker.value_or(""));
  ListLayerVersionsOutput output;
  for (const LayerRow& layer : lambda::list_layers(tx, arn)) {
    if (layer.arn != arn || (before && layer.number >= *before) || !suits(layer, input)) continue;
    if (static_cast<int64_t>(output.layer_versions.size()) == limit) {
      output.next_marker = std::to_string(output.layer_versions.back().version);
      break;
    }
    output.layer_versions.push_back(shown(layer));
  }
  return output;
}

}  // namespace cloudling::lambda
