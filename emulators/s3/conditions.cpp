#include "emulators/s3/conditions.h"

#include "emulators/s3/errors.h"

namespace cloudling::s3 {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view bare(std::string_view tag) {
  tag = trim(tag);
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') tag = tag.substr(1, tag.size() - 2);
  return tag;
}

int64_t seconds(int64_t ms) { return ms / 1000; }

}  // namespace

bool matches_etag(std::string_view list, std::string_view etag) {
  while (true) {
    size_t comma = list.find(',');
    std::string_view tag = bare(list.substr(0, comma));
    if (tag == "*" || tag == etag) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
}

Judgement judge_read(const ReadConditions& conditions, const ConditionSubject& subject, int64_t now_ms) {
  const int64_t modified = seconds(subject.modified_ms);
  if (conditions.if_match) {
    if (!matches_etag(*conditions.if_match, subject.etag)) return {Verdict::kFailed, "If-Match"};
  } else if (conditions.if_unmodified_since) {
    if (modified > seconds(conditions.if_unmodified_since->ms)) return {Verdict::kFailed, "If-Unmodified-Since"};
  }
  if (conditions.if_none_match) {
    if (matches_etag(*conditions.if_none_match, subject.etag)) return {Verdict::kNotModified, "If-None-Match"};
  } else if (conditions.if_modified_since) {
    int64_t since = seconds(conditions.if_modified_since->ms);
    if (modified <= since && since <= seconds(now_ms)) return {Verdict::kNotModified, "If-Modified-Since"};
  }
  return {};
}

void require_copy_source(const ReadConditions& conditions, const ConditionSubject& subject, int64_t now_ms) {
  Judgement judgement = judge_read(conditions, subject, now_ms);
  if (judgement.verdict == Verdict::kHolds) return;
  throw precondition_failed("x-amz-copy-source-" + judgement.condition);
}

void require_write(const WriteConditions& conditions, const std::optional<ConditionSubject>& current,
                   const std::string& key) {
  if (conditions.if_none_match && conditions.if_match)
    throw header_not_implemented("If-Match,If-None-Match")
        .with("additionalMessage", "Multiple conditional request headers present in the request");
  if (conditions.if_none_match) {
    if (bare(*conditions.if_none_match) != "*")
      throw header_not_implemented("If-None-Match")
          .with("additionalMessage", "We don't accept the provided value of If-None-Match header for this API");
    if (current) throw precondition_failed("If-None-Match");
  }
  if (conditions.if_match) {
    if (!current) throw no_such_key(key);
    if (!matches_etag(*conditions.if_match, current->etag)) throw precondition_failed("If-Match");
  }
}

}  // namespace cloudling::s3
