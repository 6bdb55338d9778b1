#pragma once

// Conditional requests (S3 user guide, "Conditional requests"; RFC 9110 section 13). Pure functions.

#include <optional>
#include <string>
#include <string_view>

#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

/// What a condition is judged on: an object that is there.
struct ConditionSubject {
  std::string etag;         ///< without quotes
  int64_t modified_ms = 0;  ///< compared in whole seconds
};

enum class Verdict { kHolds, kNotModified, kFailed };

struct Judgement {
  Verdict verdict = Verdict::kHolds;
  std::string condition;  ///< the header that did not hold
};

/// Of a read. If-Match outweighs If-Unmodified-Since, If-None-Match outweighs If-Modified-Since; a date in the future
/// (of `now_ms`) is no If-Modified-Since.
Judgement judge_read(const ReadConditions& conditions, const ConditionSubject& subject, int64_t now_ms);

/// Throws 412 where a condition on a copy's source does not hold; there every failure is one, also "not modified".
void require_copy_source(const ReadConditions& conditions, const ConditionSubject& subject, int64_t now_ms);

/// Of a write, on the current object or on nothing. Throws PreconditionFailed (412), NoSuchKey (404) for If-Match on
/// nothing, NotImplemented (501) for an If-None-Match other than "*" and for both at once.
void require_write(const WriteConditions& conditions, const std::optional<ConditionSubject>& current,
                   const std::string& key);

/// Whether a header's list of entity tags ("a", W/"b", or unquoted) has this one; "*" has all.
bool matches_etag(std::string_view list, std::string_view etag);

}  // namespace cloudling::s3
