#include "emulators/s3/lifecycle_validation.h"

#include <algorithm>
#include <array>
#include <set>

#include "emulators/s3/errors.h"

namespace cloudling::s3 {
namespace {

constexpr int64_t kDayMs = 86'400'000;
constexpr int64_t kLeastDaysToInfrequentAccess = 30;
constexpr int64_t kMaxNewerVersions = 100;

/// From warm to cold: what objects may move along.
constexpr std::array kWaterfall = {"STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR",
                                   "GLACIER",     "DEEP_ARCHIVE"};

/// One step of a rule's way through storage classes, of current or of noncurrent versions.
struct Step {
  std::string storage_class;
  int64_t at = 0;  ///< days, or a date

  size_t rank() const {
    return static_cast<size_t>(std::find(kWaterfall.begin(), kWaterfall.end(), storage_class) - kWaterfall.begin());
  }
};

bool has_tags(const LifecycleRule& rule) {
  return rule.filter && (rule.filter->tag || (rule.filter->and_ && rule.filter->and_->tags));
}

/// As AWS's messages call a rule: "(prefix=logs/ and objectsizegreaterthan=500)".
std::string filter_text(const LifecycleRule& rule) {
  std::string prefix = rule.prefix.value_or(""), more;
  const auto add_size = [&](const char* name, const std::optional<int64_t>& size) {
    if (size) more += std::string(" and ") + name + "=" + std::to_string(*size);
  };
  const auto add_tag = [&](const Tag& tag) { more += " and tag={key=" + tag.key + ", value=" + tag.value + "}"; };
  if (const auto& filter = rule.filter) {
    prefix = filter->prefix.value_or("");
    if (filter->tag) add_tag(*filter->tag);
    add_size("objectsizegreaterthan", filter->object_size_greater_than);
    add_size("objectsizelessthan", filter->object_size_less_than);
    if (const auto& all = filter->and_) {
      prefix = all->prefix.value_or("");
      for (const auto& tag : all->tags.value_or(std::vector<Tag>())) add_tag(tag);
      add_size("objectsizegreaterthan", all->object_size_greater_than);
      add_size("objectsizelessthan", all->object_size_less_than);
    }
  }
  return "(prefix=" + prefix + more + ")";
}

void require_midnight(const std::optional<aws::Timestamp>& date) {
  if (date && date->ms % kDayMs != 0) throw invalid_argument("'Date' must be at midnight GMT", "Date", "");
}

void require_nonnegative(int64_t days, const std::string& name, const std::string& action) {
  if (days < 0)
    throw invalid_argument("'" + name + "' in " + action + " action must be nonnegative", name, std::to_string(days));
}

void require_positive(int64_t days, const std::string& name, const std::string& action) {
  if (days < 1)
    throw invalid_argument("'" + name + "' for " + action + " action must be a positive integer", name,
                           std::to_string(days));
}

void require_newer_versions(const std::optional<int64_t>& versions, const std::string& action) {
  if (!versions) return;
  require_positive(*versions, "NewerNoncurrentVersions", action);
  if (*versions > kMaxNewerVersions)
    throw invalid_argument("'NewerNoncurrentVersions' for " + action + " action must not exceed 100",
                           "NewerNoncurrentVersions", std::to_string(*versions));
}

void require_filter(const LifecycleRule& rule) {
  if (rule.prefix.has_value() == rule.filter.has_value()) throw malformed_xml();
  if (!rule.filter) return;
  const LifecycleRuleFilter& filter = *rule.filter;
  const int given = filter.prefix.has_value() + filter.tag.has_value() + filter.object_size_greater_than.has_value() +
                    filter.object_size_less_than.has_value() + filter.and_.has_value();
  if (given > 1) throw malformed_xml();
  if (filter.and_ &&
      filter.and_->object_size_less_than.value_or(INT64_MAX) <= filter.and_->object_size_greater_than.value_or(-1))
    throw invalid_request("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'");
}

void require_expiration(const LifecycleRule& rule) {
  if (!rule.expiration) return;
  const LifecycleExpiration& expiration = *rule.expiration;
  const int given =
      expiration.days.has_value() + expiration.date.has_value() + expiration.expired_object_delete_marker.has_value();
  if (given != 1) throw malformed_xml();
  if (expiration.days) require_positive(*expiration.days, "Days", "Expiration");
  require_midnight(expiration.date);
  if (expiration.expired_object_delete_marker && has_tags(rule))
    throw invalid_request("ExpiredObjectDeleteMarker cannot be specified with Tags.");
}

/// What a rule's steps are called in messages.
struct Naming {
  std::string time, action, filter;

  std::string of(const Step& step) const {
    return "'" + time + "' in the " + action + " action for StorageClass '" + step.storage_class + "' for filter '" +
           filter + "'";
  }
  aws::Error class_twice() const {
    return invalid_request("'StorageClass' must be different for '" + action +
                           "' actions in same 'Rule' with filter '" + filter + "'");
  }
  aws::Error too_soon(const Step& step) const {
    return invalid_argument("'" + time + "' in " + action + " action must be greater than or equal to 30 for " +
                                "storageClass '" + step.storage_class + "'",
                            time, std::to_string(step.at));
  }
  aws::Error disordered(const Step& warmer, const Step& colder) const {
    return invalid_argument(of(colder) + " must be greater than " + of(warmer), time, std::to_string(colder.at));
  }
};

/// Each class once, the colder the later, none of infrequent access before 30 days.
void require_waterfall(std::vector<Step> steps, const Naming& naming) {
  std::set<std::string> seen;
  for (const Step& step : steps) {
    if (!seen.insert(step.storage_class).second) throw naming.class_twice();
    const bool infrequent = step.storage_class == "STANDARD_IA" || step.storage_class == "ONEZONE_IA";
    if (infrequent && naming.time != "Date" && step.at < kLeastDaysToInfrequentAccess) throw naming.too_soon(step);
  }
  std::sort(steps.begin(), steps.end(), [](const Step& one, const Step& other) { return one.rank() < other.rank(); });
  for (size_t i = 1; i < steps.size(); ++i)
    if (steps[i].at <= steps[i - 1].at) throw naming.disordered(steps[i - 1], steps[i]);
}

/// What expires has been moved before.
void require_expiring_later(const std::vector<Step>& steps, int64_t expiry, const std::string& expiration,
                            const Naming& naming) {
  for (const Step& step : steps)
    if (expiry <= step.at)
      throw invalid_argument("'" + naming.time + "' in the " + expiration + " action for filter '" + naming.filter +
                                 "' must be greater than '" + naming.time + "' in the " + naming.action + " action",
                             naming.time, std::to_string(expiry));
}

void require_transitions(const LifecycleRule& rule) {
  if (!rule.transitions || rule.transitions->empty()) return;
  std::vector<Step> steps;
  const bool by_date = rule.transitions->front().date.has_value();
  bool mixed = false;
  for (const auto& transition : *rule.transitions) {
    if (!transition.storage_class || transition.days.has_value() == transition.date.has_value()) throw malformed_xml();
    if (transition.days) require_nonnegative(*transition.days, "Days", "Transition");
    require_midnight(transition.date);
    mixed |= transition.date.has_value() != by_date;
    steps.push_back({*transition.storage_class, transition.date ? transition.date->ms : *transition.days});
  }
  const Naming naming{by_date ? "Date" : "Days", "Transition", filter_text(rule)};
  const std::string behind = "actions in lifecycle rule for filter '" + naming.filter + "'";
  if (mixed) throw invalid_request("Found mixed 'Date' and 'Days' based Transition " + behind);
  require_waterfall(steps, naming);
  if (!rule.expiration || (!rule.expiration->days && !rule.expiration->date)) return;
  if (rule.expiration->date.has_value() != by_date)
    throw invalid_request("Found mixed 'Date' and 'Days' based Expiration and Transition " + behind);
  const int64_t expiry = by_date ? rule.expiration->date->ms : *rule.expiration->days;
  require_expiring_later(steps, expiry, "Expiration", naming);
}

void require_noncurrent(const LifecycleRule& rule) {
  std::vector<Step> steps;
  const Naming naming{"NoncurrentDays", "NoncurrentVersionTransition", filter_text(rule)};
  const std::string expiration = "NoncurrentVersionExpiration";
  for (const auto& step : rule.noncurrent_version_transitions.value_or(std::vector<NoncurrentVersionTransition>())) {
    if (!step.storage_class || !step.noncurrent_days) throw malformed_xml();
    require_nonnegative(*step.noncurrent_days, naming.time, naming.action);
    require_newer_versions(step.newer_noncurrent_versions, naming.action);
    steps.push_back({*step.storage_class, *step.noncurrent_days});
  }
  require_waterfall(steps, naming);
  if (!rule.noncurrent_version_expiration) return;
  const int64_t expiry = rule.noncurrent_version_expiration->noncurrent_days.value_or(0);
  require_positive(expiry, naming.time, expiration);
  require_newer_versions(rule.noncurrent_version_expiration->newer_noncurrent_versions, expiration);
  require_expiring_later(steps, expiry, expiration, naming);
}

void require_abort(const LifecycleRule& rule) {
  if (!rule.abort_incomplete_multipart_upload) return;
  require_positive(rule.abort_incomplete_multipart_upload->days_after_initiation.value_or(0), "DaysAfterInitiation",
                   "AbortIncompleteMultipartUpload");
  if (has_tags(rule)) throw invalid_request("AbortIncompleteMultipartUpload cannot be specified with Tags.");
}

}  // namespace

void require_rule(const LifecycleRule& rule) {
  if (rule.id && rule.id->size() > 255)
    throw invalid_argument("ID length should not exceed allowed limit of 255", "ID", *rule.id);
  require_filter(rule);
  require_expiration(rule);
  require_transitions(rule);
  require_noncurrent(rule);
  require_abort(rule);
  const bool acts = rule.expiration || rule.transitions || rule.noncurrent_version_transitions ||
                    rule.noncurrent_version_expiration || rule.abort_incomplete_multipart_upload;
  if (!acts) throw invalid_request("At least one action needs to be specified in a rule");
}

}  // namespace cloudling::s3
