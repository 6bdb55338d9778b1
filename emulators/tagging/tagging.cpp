#include "emulators/tagging/tagging.h"

#include <algorithm>
#include <set>
#include <utility>

#include "emulators/aws/error.h"
#include "emulators/aws/pagination.h"

namespace cloudling::tagging {

using boost::asio::awaitable;

namespace {

constexpr int64_t kPage = 100;

/// Tokens hide nothing worth a secret: the key only tells those of this
/// service.
const aws::PageTokens& tokens() {
  static const aws::PageTokens tokens("cloudling.tagging");
  return tokens;
}

aws::Error invalid(const std::string& message) { return {400, "InvalidParameterException", message}; }

/// The service itself asks, whoever asked it.
aws::CallContext own(const aws::CallContext& context) {
  aws::CallContext inner = context;
  inner.principal = {.kind = aws::Principal::Kind::kService, .arn = "", .access_key = ""};
  inner.calling_service = "tagging.amazonaws.com";
  inner.host = "";
  ++inner.depth;
  return inner;
}

bool wants(const Source& source, const std::vector<std::string>& types) {
  const std::string_view service = source.type.substr(0, source.type.find(':'));
  return types.empty() ||
         std::ranges::any_of(types, [&](const std::string& type) { return type == source.type || type == service; });
}

bool matches(const Tags& tags, const std::vector<TagFilter>& filters) {
  return std::ranges::all_of(filters, [&](const TagFilter& filter) {
    const auto found = tags.find(filter.key.value_or(""));
    if (found == tags.end()) return false;
    return filter.values.empty() || std::ranges::find(filter.values, found->second) != filter.values.end();
  });
}

std::vector<Tag> listed(const Tags& tags) {
  std::vector<Tag> list;
  for (const auto& [key, value] : tags) list.push_back({key, value});
  return list;
}

/// Says that a resource has no tags, or that there is none.
bool means_none(const aws::Error& error) {
  return error.status == 404 || error.code == "NoSuchTagSet" || error.code == "NotImplemented";
}

}  // namespace

awaitable<Tags> Tagging::tags_of(aws::CallContext context, const Source& source, std::string arn) {
  json::Value input = json::Value::object();
  input[std::string(source.target)] = target_of(source, arn);
  try {
    auto calling = caller_.call(std::move(context), std::string(source.service), std::string(source.tags_of),
                                std::move(input), aws::Body());
    const aws::CallAnswer answer = co_await std::move(calling);
    co_return read_tags(source, answer.output);
  } catch (const aws::Error& error) {
    if (!means_none(error)) throw;
  }
  co_return Tags();
}

awaitable<void> Tagging::add(aws::CallContext context, const Source& source, Resources& into) {
  std::string next;
  do {
    json::Value input = json::Value::object();
    if (!next.empty()) input[std::string(source.next_in)] = next;
    next.clear();
    json::Value output;
    try {
      auto calling =
          caller_.call(context, std::string(source.service), std::string(source.list), std::move(input), aws::Body());
      aws::CallAnswer answer = co_await std::move(calling);
      output = std::move(answer.output);
    } catch (const aws::Error& error) {
      if (error.code != "NotImplemented") throw;
      co_return;
    }
    const json::Value* items = json::find(output, source.items);
    if (!items) co_return;
    for (const json::Value& item : *items) {
      std::string arn = arn_of(source, item, context.region, context.account);
      auto asking = tags_of(context, source, arn);
      Tags tags = co_await std::move(asking);
      if (!tags.empty()) into[std::move(arn)] = std::move(tags);
    }
    const json::Value* more = source.next_out.empty() ? nullptr : json::find(output, source.next_out);
    if (more && more->is_string()) next = more->get<std::string>();
  } while (!next.empty());
}

awaitable<Tagging::Resources> Tagging::all(aws::CallContext context, std::vector<std::string> types) {
  Resources resources;
  const aws::CallContext inner = own(context);
  for (const Source& source : sources()) {
    if (!wants(source, types)) continue;
    auto adding = add(inner, source, resources);
    co_await std::move(adding);
  }
  co_return resources;
}

awaitable<GetResourcesOutput> Tagging::get_resources(const aws::CallContext& context, GetResourcesInput input) {
  if (input.per_page && (*input.per_page < 1 || *input.per_page > 100))
    throw invalid("ResourcesPerPage must be between 1 and 100");
  if (!input.arns.empty() && (!input.filters.empty() || !input.types.empty() || input.per_page))
    throw invalid("ResourceARNList cannot be combined with other parameters");
  std::string after;
  if (input.token && !input.token->empty()) {
    const auto position = tokens().open(context.account + context.region, *input.token);
    if (!position)
      throw aws::Error(400, "PaginationTokenExpiredException", "The specified PaginationToken is not valid.");
    after = *position;
  }
  auto asking = all(context, input.types);
  const Resources resources = co_await std::move(asking);
  GetResourcesOutput output;
  const auto most = static_cast<size_t>(input.per_page.value_or(kPage));
  for (auto at = resources.upper_bound(after); at != resources.end(); ++at) {
    const bool meant = input.arns.empty() || std::ranges::find(input.arns, at->first) != input.arns.end();
    if (!meant || !matches(at->second, input.filters)) continue;
    if (output.resources.size() == most) {
      output.token = tokens().seal(context.account + context.region, output.resources.back().arn);
      break;
    }
    output.resources.push_back({at->first, listed(at->second)});
  }
  co_return output;
}

/// A bucket's tags are one set: what is there is read and written back.
awaitable<void> Tagging::change(aws::CallContext context, std::string arn, Tags added,
                                std::vector<std::string> removed) {
  const Source* source = source_of(arn);
  if (!source) throw invalid("Invalid ARN: " + arn);
  ++context.depth;
  json::Value input = json::Value::object();
  input[std::string(source->target)] = target_of(*source, arn);
  std::string operation(removed.empty() ? source->tag : source->untag);
  if (source->service == "s3") {
    auto asking = tags_of(context, *source, arn);
    Tags tags = co_await std::move(asking);
    for (const auto& [key, value] : added) tags[key] = value;
    for (const std::string& key : removed) tags.erase(key);
    json::Value set = json::Value::object();
    set["TagSet"] = write_tags(*source, tags);
    input["Tagging"] = std::move(set);
    if (tags.empty()) {
      operation = "DeleteBucketTagging";
      input.erase("Tagging");
    }
  } else if (removed.empty()) {
    input[std::string(source->tags_name)] = write_tags(*source, added);
  } else {
    input[std::string(source->keys_name)] = removed;
  }
  auto calling = caller_.call(std::move(context), std::string(source->service), std::move(operation), std::move(input),
                              aws::Body());
  co_await std::move(calling);
}

awaitable<FailedResourcesOutput> Tagging::tag_resources(const aws::CallContext& context, TagResourcesInput input) {
  FailedResourcesOutput output;
  for (const std::string& arn : input.arns) {
    try {
      auto changing = change(context, arn, input.tags, {});
      co_await std::move(changing);
    } catch (const aws::Error& error) {
      output.failed[arn] = {error.status, error.code, error.message};
    }
  }
  co_return output;
}

awaitable<FailedResourcesOutput> Tagging::untag_resources(const aws::CallContext& context, UntagResourcesInput input) {
  FailedResourcesOutput output;
  for (const std::string& arn : input.arns) {
    try {
      auto changing = change(context, arn, {}, input.keys);
      co_await std::move(changing);
    } catch (const aws::Error& error) {
      output.failed[arn] = {error.status, error.code, error.message};
    }
  }
  co_return output;
}

awaitable<GetTagKeysOutput> Tagging::get_tag_keys(const aws::CallContext& context, GetTagKeysInput) {
  auto asking = all(context, {});
  const Resources resources = co_await std::move(asking);
  std::set<std::string> keys;
  for (const auto& [arn, tags] : resources) {
    for (const auto& [key, value] : tags) keys.insert(key);
  }
  co_return GetTagKeysOutput{"", {keys.begin(), keys.end()}};
}

awaitable<GetTagValuesOutput> Tagging::get_tag_values(const aws::CallContext& context, GetTagValuesInput input) {
  auto asking = all(context, {});
  const Resources resources = co_await std::move(asking);
  std::set<std::string> values;
  for (const auto& [arn, tags] : resources) {
    if (const auto found = tags.find(input.key); found != tags.end()) values.insert(found->second);
  }
  co_return GetTagValuesOutput{"", {values.begin(), values.end()}};
}

}  // namespace cloudling::tagging
