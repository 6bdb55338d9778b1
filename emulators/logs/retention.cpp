#include <algorithm>
#include <array>
#include <utility>

#include "emulators/aws/encoding.h"
#include "emulators/logs/blocks_store.h"
#include "emulators/logs/errors.h"
#include "emulators/logs/logs.h"
#include "emulators/logs/names.h"
#include "emulators/logs/sweeping.h"

namespace cloudling::logs {

using boost::asio::awaitable;
using store::WriteTransaction;

namespace {

constexpr std::array<int64_t, 22> kRetentions = {1,   3,   5,   7,   14,   30,   60,   90,   120,  150,  180,
                                                 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653};
constexpr aws::TimeMs kDayMs = 86'400'000;
constexpr int64_t kSliceBlocks = 200;  // deleted by one transaction

std::string retention_set() {
  std::string text;
  for (const int64_t days : kRetentions) text += (text.empty() ? "" : ", ") + std::to_string(days);
  return text;
}

/// The number behind the prefix of a sweep's payload.
std::optional<int64_t> id_in(const std::string& payload, std::string_view prefix) {
  if (!payload.starts_with(prefix)) return std::nullopt;
  return aws::parse_integer(std::string_view(payload).substr(prefix.size()));
}

constexpr std::string_view kGroupPrefix = "group ";
constexpr std::string_view kStreamPrefix = "stream ";

}  // namespace

std::string sweep_group(GroupId group) { return std::string(kGroupPrefix) + std::to_string(group); }
std::string sweep_stream(StreamId stream) { return std::string(kStreamPrefix) + std::to_string(stream); }

aws::Nothing Logs::put_retention_policy(const aws::CallContext& context, WriteTransaction& tx,
                                        const PutRetentionPolicyInput& input) {
  if (std::ranges::find(kRetentions, input.retention_in_days) == kRetentions.end()) {
    throw invalid_parameter(
        "1 validation error detected: Value '" + std::to_string(input.retention_in_days) +
        "' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [" + retention_set() +
        "]");
  }
  GroupRow group = require_group(context, tx, input.log_group_name);
  group.retention_days = input.retention_in_days;
  update_group(tx, group);
  schedule_expiry(tx, group);
  return {};
}

aws::Nothing Logs::delete_retention_policy(const aws::CallContext& context, WriteTransaction& tx,
                                           const DeleteRetentionPolicyInput& input) {
  GroupRow group = require_group(context, tx, input.log_group_name);
  group.retention_days.reset();
  update_group(tx, group);
  schedule_expiry(tx, group);
  return {};
}

/// When the oldest events of the group expire; while there are none, in a day.
void Logs::schedule_expiry(WriteTransaction& tx, const GroupRow& group) {
  const std::string key = std::to_string(group.id);
  store_.jobs().cancel(tx, kExpireJob, key);
  if (!group.retention_days) return;
  const auto oldest = oldest_block_end(tx, group.id);
  const aws::TimeMs due = oldest ? *oldest + *group.retention_days * kDayMs + 1 : clock_.now() + kDayMs;
  store_.jobs().enqueue(tx, kExpireJob, key, key, due);
}

awaitable<void> Logs::expire(store::Job job) {
  const GroupId id = aws::parse_integer(job.payload).value_or(0);
  bool more = true;
  while (more) {
    auto slice = [&](WriteTransaction& tx) {
      const auto group = find_group(tx, id);
      if (!group) return false;
      if (delete_expired_blocks(tx, id, group->expired_before(clock_.now()), kSliceBlocks) > 0) return true;
      if (store_.jobs().complete(tx, job.id)) schedule_expiry(tx, *group);
      return false;
    };
    more = co_await store_.write(std::move(slice));
  }
}

awaitable<void> Logs::sweep(store::Job job) {
  const auto group = id_in(job.payload, kGroupPrefix);
  const auto stream = id_in(job.payload, kStreamPrefix);
  bool more = group || stream;
  while (more) {
    auto slice = [&](WriteTransaction& tx) {
      return (group ? delete_blocks_of_group(tx, *group, kSliceBlocks)
                    : delete_blocks_of_stream(tx, *stream, kSliceBlocks)) > 0;
    };
    more = co_await store_.write(std::move(slice));
  }
}

}  // namespace cloudling::logs
