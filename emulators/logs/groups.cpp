#include <algorithm>
#include <iterator>
#include <utility>

#include "emulators/logs/errors.h"
#include "emulators/logs/logs.h"
#include "emulators/logs/names.h"
#include "emulators/logs/pages.h"
#include "emulators/logs/sweeping.h"

namespace cloudling::logs {

using boost::asio::awaitable;
using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kDefaultPage = 50;

void refuse_other_accounts(const std::string& operation, bool linked, const std::optional<Names>& accounts) {
  if (linked || (accounts && !accounts->empty())) throw not_supported(operation, "log groups of linked accounts");
}

LogGroup shown(const GroupRow& group) {
  const std::string arn = group_arn(group);
  return {.log_group_name = group.name,
          .creation_time = group.created,
          .retention_in_days = group.retention_days,
          .metric_filter_count = group.metric_filters,
          .arn = arn + ":*",
          .stored_bytes = group.bytes,
          .log_group_class = group.group_class,
          .log_group_arn = arn,
          .deletion_protection_enabled = group.deletion_protected};
}

DescribeLogGroupsOutput identified_groups(const aws::CallContext& context, ReadTransaction& tx, const Names& ids) {
  DescribeLogGroupsOutput output;
  for (const std::string& id : ids) {
    const auto group = find_group(tx, context.account, context.region, group_name_of(context, id));
    if (group) output.log_groups.push_back(shown(*group));
  }
  return output;
}

/// Alternatives separated by '|': a text in the name, or '^' and how the name begins.
bool matches_any(const std::string& name, std::string_view alternatives) {
  while (true) {
    const size_t end = alternatives.find('|');
    const std::string_view one = alternatives.substr(0, end);
    if (one.starts_with('^') ? name.starts_with(one.substr(1)) : name.find(one) != std::string::npos) return true;
    if (end == std::string_view::npos) return false;
    alternatives.remove_prefix(end + 1);
  }
}

std::string list_purpose(const aws::CallContext& context, const char* operation,
                         std::initializer_list<std::optional<std::string>> parameters) {
  std::string purpose = std::string(operation) + "/" + context.account + "/" + context.region;
  for (const auto& parameter : parameters) purpose += "\n" + parameter.value_or("\t");
  return purpose;
}

}  // namespace

awaitable<aws::Nothing> Logs::create_log_group(const aws::CallContext& context, CreateLogGroupInput input) {
  if (input.kms_key_id) throw not_supported("CreateLogGroup", "kmsKeyId");
  GroupRow group{.account = context.account, .region = context.region, .name = input.log_group_name};
  group.created = clock_.now();
  group.group_class = input.log_group_class.value_or("STANDARD");
  group.deletion_protected = input.deletion_protection_enabled.value_or(false);
  auto insert = [&](WriteTransaction& tx) {
    if (find_group(tx, group.account, group.region, group.name)) {
      throw already_exists("The specified log group already exists");
    }
    insert_group(tx, group);
    for (const auto& [key, value] : input.tags.value_or(TagMap())) put_tag(tx, group.id, key, value);
  };
  co_return co_await write_behind_all_written(std::move(insert));
}

awaitable<DescribeLogGroupsOutput> Logs::describe_log_groups(const aws::CallContext& context,
                                                             DescribeLogGroupsInput input) {
  refuse_other_accounts("DescribeLogGroups", input.include_linked_accounts.value_or(false), input.account_identifiers);
  if (input.log_group_name_prefix && input.log_group_name_pattern) {
    throw invalid_parameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  }
  const int64_t limit = input.limit.value_or(kDefaultPage);
  const std::string purpose = list_purpose(
      context, "DescribeLogGroups", {input.log_group_name_prefix, input.log_group_name_pattern, input.log_group_class});
  auto list = [&](ReadTransaction& tx) {
    if (input.log_group_identifiers) return identified_groups(context, tx, *input.log_group_identifiers);
    auto groups = list_groups(tx, {.account = context.account,
                                   .region = context.region,
                                   .prefix = input.log_group_name_prefix.value_or(""),
                                   .substring = input.log_group_name_pattern.value_or(""),
                                   .group_class = input.log_group_class,
                                   .after = position_of(input.next_token, purpose).value_or(""),
                                   .limit = limit + 1});
    DescribeLogGroupsOutput output;
    if (cut(groups, limit)) output.next_token = token_for(groups.back().name, purpose);
    std::ranges::transform(groups, std::back_inserter(output.log_groups), shown);
    return output;
  };
  co_return co_await read_all_written(std::move(list));
}

awaitable<ListLogGroupsOutput> Logs::list_log_groups(const aws::CallContext& context, ListLogGroupsInput input) {
  refuse_other_accounts("ListLogGroups", input.include_linked_accounts.value_or(false), input.account_identifiers);
  if (input.data_sources || input.field_index_names || input.log_group_tags) {
    throw not_supported("ListLogGroups", "dataSources, fieldIndexNames and logGroupTags");
  }
  const int64_t limit = input.limit.value_or(kDefaultPage);
  const std::string purpose =
      list_purpose(context, "ListLogGroups", {input.log_group_name_pattern, input.log_group_class});
  auto list = [&](ReadTransaction& tx) {
    GroupQuery query{.account = context.account, .region = context.region, .group_class = input.log_group_class};
    query.after = position_of(input.next_token, purpose).value_or("");
    query.limit = limit + 1;
    ListLogGroupsOutput output;
    while (!output.next_token) {
      const auto groups = logs::list_groups(tx, query);
      for (const GroupRow& group : groups) {
        if (input.log_group_name_pattern && !matches_any(group.name, *input.log_group_name_pattern)) continue;
        if (static_cast<int64_t>(output.log_groups.size()) == limit) {
          output.next_token = token_for(output.log_groups.back().log_group_name, purpose);
          break;
        }
        output.log_groups.push_back({group.name, group_arn(group), group.group_class});
      }
      if (static_cast<int64_t>(groups.size()) < query.limit) break;
      query.after = groups.back().name;
    }
    return output;
  };
  co_return co_await read_all_written(std::move(list));
}

awaitable<aws::Nothing> Logs::delete_log_group(const aws::CallContext& context, DeleteLogGroupInput input) {
  auto remove = [&](WriteTransaction& tx) {
    const GroupRow group = require_group(context, tx, input.log_group_name);
    if (group.deletion_protected) {
      throw aws::Error(400, "ValidationException",
                       "The log group can't be deleted because deletion protection is enabled for it.");
    }
    delete_group(tx, group);
    store_.jobs().cancel(tx, kExpireJob, std::to_string(group.id));
    store_.jobs().enqueue(tx, kSweepJob, std::to_string(group.id), sweep_group(group.id));
  };
  co_return co_await write_behind_all_written(std::move(remove));
}

aws::Nothing Logs::put_log_group_deletion_protection(const aws::CallContext& context, WriteTransaction& tx,
                                                     const PutLogGroupDeletionProtectionInput& input) {
  GroupRow group = require_group(context, tx, group_name_of(context, input.log_group_identifier));
  group.deletion_protected = input.deletion_protection_enabled;
  update_group(tx, group);
  return {};
}

}  // namespace cloudling::logs
