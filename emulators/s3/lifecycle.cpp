#include "emulators/s3/lifecycle.h"

#include <algorithm>

#include "emulators/aws/dates.h"
#include "emulators/aws/http.h"
#include "emulators/s3/restore.h"
#include "emulators/s3/tags.h"

namespace cloudling::s3 {
namespace {

constexpr int64_t kDayMs = 86'400'000;

bool has_tag(const std::vector<Tag>& tags, const Tag& wanted) {
  return std::any_of(tags.begin(), tags.end(),
                     [&](const Tag& tag) { return tag.key == wanted.key && tag.value == wanted.value; });
}

/// When a rule expires a current object; nothing where it does not.
std::optional<int64_t> expiry(const LifecycleRule& rule, int64_t modified_ms) {
  if (!rule.expiration) return std::nullopt;
  if (rule.expiration->date) return rule.expiration->date->ms;
  if (rule.expiration->days) return midnight_after(modified_ms, *rule.expiration->days);
  return std::nullopt;
}

/// The class that a rule has moved an object to by now; "" for none.
std::string transition_due(const LifecycleRule& rule, int64_t modified_ms, int64_t now_ms) {
  std::string storage_class;
  int64_t latest = INT64_MIN;
  for (const auto& transition : rule.transitions.value_or(std::vector<Transition>())) {
    const int64_t at = transition.date ? transition.date->ms : midnight_after(modified_ms, transition.days.value_or(0));
    if (at > now_ms || at < latest) continue;
    latest = at;
    storage_class = transition.storage_class.value_or("");
  }
  return storage_class;
}

void due_of_current(const LifecycleRule& rule, const ListedVersion& version, bool alone, int64_t now_ms,
                    std::vector<LifecycleAction>& actions) {
  using Kind = LifecycleAction::Kind;
  if (version.delete_marker) {
    const bool wanted = rule.expiration && (rule.expiration->expired_object_delete_marker.value_or(false) ||
                                            expiry(rule, version.modified_ms).value_or(INT64_MAX) <= now_ms);
    if (wanted && alone) actions.push_back({Kind::kDeleteVersion, version.key, version.version_id, ""});
    return;
  }
  if (expiry(rule, version.modified_ms).value_or(INT64_MAX) <= now_ms) {
    actions.push_back({Kind::kExpire, version.key, version.version_id, ""});
    return;
  }
  const std::string to = transition_due(rule, version.modified_ms, now_ms);
  if (!to.empty() && to != version.storage_class)
    actions.push_back({Kind::kTransition, version.key, version.version_id, to});
}

/// `newer` counts the versions between it and the current one; `since_ms` is when it became noncurrent.
void due_of_noncurrent(const LifecycleRule& rule, const ListedVersion& version, int64_t newer, int64_t since_ms,
                       int64_t now_ms, std::vector<LifecycleAction>& actions) {
  using Kind = LifecycleAction::Kind;
  if (const auto& expiration = rule.noncurrent_version_expiration) {
    const bool old = midnight_after(since_ms, expiration->noncurrent_days.value_or(0)) <= now_ms;
    if (old && newer >= expiration->newer_noncurrent_versions.value_or(0)) {
      actions.push_back({Kind::kDeleteVersion, version.key, version.version_id, ""});
      return;
    }
  }
  if (version.delete_marker) return;
  for (const auto& transition :
       rule.noncurrent_version_transitions.value_or(std::vector<NoncurrentVersionTransition>())) {
    const bool old = midnight_after(since_ms, transition.noncurrent_days.value_or(0)) <= now_ms;
    if (old && newer >= transition.newer_noncurrent_versions.value_or(0) &&
        transition.storage_class != version.storage_class)
      actions.push_back(
          {Kind::kTransition, version.key, version.version_id, transition.storage_class.value_or("STANDARD_IA")});
  }
}

/// Objects below 128 KiB are not worth a transition, unless the rule speaks of sizes itself, or goes to an archive in a
/// configuration of before that rule (S3 user guide, "Constraints and considerations for transitions").
bool stays_small(const BucketLifecycleConfiguration& configuration, const LifecycleRule& rule, int64_t size,
                 const LifecycleAction& action) {
  constexpr int64_t kWorthMoving = 128 << 10;
  if (action.kind != LifecycleAction::Kind::kTransition || size >= kWorthMoving) return false;
  if (const auto& filter = rule.filter) {
    const auto& all = filter->and_;
    if (filter->object_size_greater_than || filter->object_size_less_than ||
        (all && (all->object_size_greater_than || all->object_size_less_than)))
      return false;
  }
  return !(configuration.transition_minimum == kVariesByStorageClass && is_archived(action.storage_class));
}

}  // namespace

int64_t midnight_after(int64_t ms, int64_t days) { return (ms / kDayMs + days + 1) * kDayMs; }

bool applies(const LifecycleRule& rule, const std::string& key, const std::string& tags, int64_t size) {
  if (rule.status != "Enabled") return false;
  if (rule.prefix) return key.starts_with(*rule.prefix);
  if (!rule.filter) return true;
  const LifecycleRuleFilter& filter = *rule.filter;
  if (filter.prefix && !key.starts_with(*filter.prefix)) return false;
  if (filter.tag && !has_tag(stored_tags(tags), *filter.tag)) return false;
  if (filter.object_size_greater_than && size <= *filter.object_size_greater_than) return false;
  if (filter.object_size_less_than && size >= *filter.object_size_less_than) return false;
  if (!filter.and_) return true;
  const LifecycleRuleAndOperator& all = *filter.and_;
  if (all.prefix && !key.starts_with(*all.prefix)) return false;
  if (all.object_size_greater_than && size <= *all.object_size_greater_than) return false;
  if (all.object_size_less_than && size >= *all.object_size_less_than) return false;
  const auto own = stored_tags(tags);
  const auto wanted = all.tags.value_or(std::vector<Tag>());
  return std::all_of(wanted.begin(), wanted.end(), [&](const Tag& tag) { return has_tag(own, tag); });
}

std::optional<std::string> expiration_of(store::ReadTransaction& tx, const BucketRow& bucket,
                                         const VersionRow& version) {
  if (!bucket.has_lifecycle) return std::nullopt;
  const auto configuration = configuration_of<BucketLifecycleConfiguration>(tx, bucket, kinds::kLifecycle);
  if (!configuration) return std::nullopt;
  std::optional<int64_t> first;
  std::string id;
  for (const auto& rule : configuration->rules) {
    if (!applies(rule, version.key, version.tags, version.size)) continue;
    const auto at = expiry(rule, version.modified_ms);
    if (!at || (first && *first <= *at)) continue;
    first = at;
    id = rule.id.value_or("");
  }
  if (!first) return std::nullopt;
  return "expiry-date=\"" + aws::format_http_date(*first) + "\", rule-id=\"" + aws::percent_encode(id) + "\"";
}

UploadExpiry expiry_of_upload(store::ReadTransaction& tx, const BucketRow& bucket, const UploadRow& upload) {
  if (!bucket.has_lifecycle) return {};
  const auto configuration = configuration_of<BucketLifecycleConfiguration>(tx, bucket, kinds::kLifecycle);
  UploadExpiry first;
  for (const auto& rule : configuration.value_or(BucketLifecycleConfiguration()).rules) {
    const auto& abort = rule.abort_incomplete_multipart_upload;
    if (!abort || !applies(rule, upload.key, "", 0)) continue;
    const int64_t at = midnight_after(upload.initiated_ms, abort->days_after_initiation.value_or(0));
    if (!first.date || at < first.date->ms) first = {aws::Timestamp{at}, rule.id};
  }
  return first;
}

void due_actions(const BucketLifecycleConfiguration& configuration, const std::vector<ListedVersion>& versions,
                 int64_t now_ms, std::vector<LifecycleAction>& actions) {
  for (size_t i = 0; i < versions.size(); ++i) {
    const ListedVersion& version = versions[i];
    const size_t before = actions.size();
    for (const auto& rule : configuration.rules) {
      if (actions.size() > before || !applies(rule, version.key, version.tags, version.size)) continue;
      if (version.current)
        due_of_current(rule, version, versions.size() == 1, now_ms, actions);
      else if (i > 0)
        due_of_noncurrent(rule, version, static_cast<int64_t>(i) - 1, versions[i - 1].modified_ms, now_ms, actions);
      if (actions.size() > before && stays_small(configuration, rule, version.size, actions.back())) actions.pop_back();
    }
  }
}

}  // namespace cloudling::s3
