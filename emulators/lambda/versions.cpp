#include <utility>

#include "emulators/lambda/errors.h"
#include "emulators/lambda/lambda.h"
#include "emulators/lambda/lookup.h"
#include "emulators/lambda/settings.h"

namespace cloudling::lambda {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kMaxPage = 50;

/// A new content of the same bytes.
store::ContentId share(store::Blobs& blobs, WriteTransaction& tx, const StoredCode& code) {
  return blobs.compose(tx, blobs.extents(tx, code.content, 0, static_cast<uint64_t>(code.size)));
}

bool same_as(const FunctionRow& published, const FunctionRow& latest, const std::string& settings) {
  return published.code.sha256 == latest.code.sha256 && published.settings == settings &&
         published.architecture == latest.architecture;
}

}  // namespace

FunctionConfiguration Lambda::publish_version(const aws::CallContext& context, WriteTransaction& tx,
                                              const PublishVersionInput& input) {
  if (input.publish_to) throw not_supported("PublishVersion", "PublishTo");
  const FunctionName name = parse_function_name(context, input.function_name);
  const FunctionRow latest = require_unqualified(tx, name);
  require_revision(latest, input.revision_id);
  if (input.code_sha256 && !input.code_sha256->empty() && *input.code_sha256 != latest.code.sha256) {
    throw invalid_parameter("CodeSHA256 (" + *input.code_sha256 +
                            ") is different from current CodeSHA256 in $LATEST (" + latest.code.sha256 +
                            "). Please try again with the CodeSHA256 in $LATEST.");
  }
  return configuration_of(publish(tx, latest, input.description), context.region);
}

/// As it is now, under the next number; the last version where nothing has changed since.
FunctionRow Lambda::publish(WriteTransaction& tx, const FunctionRow& latest,
                            const std::optional<std::string>& description) {
  std::string settings = latest.settings;
  if (description) settings = changed_settings(settings, {.description = description});
  const auto last = latest_version(tx, latest);
  if (last && same_as(*last, latest, settings)) return *last;
  FunctionRow version = latest;
  version.version = std::to_string(next_version(tx, latest.arn));
  version.settings = std::move(settings);
  version.code.content = share(store_.blobs(), tx, latest.code);
  version.revision_id = ids_.uuid();
  insert_version(tx, version);
  return version;
}

ListVersionsOutput Lambda::list_versions_by_function(const aws::CallContext& context, ReadTransaction& tx,
                                                     const ListVersionsInput& input) {
  const FunctionRow latest = require_unqualified(tx, parse_function_name(context, input.function_name));
  const int64_t limit = std::min(input.max_items.value_or(kMaxPage), kMaxPage);
  const bool first = !input.marker || input.marker->empty();
  if (!first && !is_number(*input.marker)) throw invalid_parameter("Invalid marker");
  const int64_t after = first ? 0 : std::stoll(input.marker->substr(0, 18));
  auto versions = list_versions(tx, latest, after, limit + 1);
  if (first) versions.insert(versions.begin(), latest);
  ListVersionsOutput output;
  const bool more = static_cast<int64_t>(versions.size()) > limit;
  if (more) versions.resize(static_cast<size_t>(limit));
  if (more) output.next_marker = is_latest(versions.back().version) ? "0" : versions.back().version;
  for (const FunctionRow& version : versions) {
    FunctionConfiguration shown = configuration_of(version, context.region);
    shown.function_arn = version.arn + ":" + version.version;
    output.versions.push_back(std::move(shown));
  }
  return output;
}

/// DeleteFunction with a number.
void Lambda::delete_version(WriteTransaction& tx, const FunctionRow& version) {
  for (const AliasRow& alias : lambda::list_aliases(tx, version.arn, "", 10'000)) {
    if (alias.version != version.version && !alias.weights.contains(version.version)) continue;
    throw conflict("Unable to delete version because the following aliases reference it: [" + alias.name + "]");
  }
  lambda::delete_version(tx, version);
  store_.blobs().release(tx, version.code.content);
}

}  // namespace cloudling::lambda
