#include "emulators/iam/views.h"

#include "emulators/aws/http.h"
#include "emulators/aws/pagination.h"
#include "emulators/iam/errors.h"

namespace cloudling::iam {

namespace {

/// Tokens hide nothing worth a secret: the key only tells those of this
/// service.
const aws::PageTokens& tokens() {
  static const aws::PageTokens tokens("cloudling.iam");
  return tokens;
}

void add_policy_parts(Read& tx, const Entity& entity, EntityParts& parts) {
  parts.default_version = "v" + std::to_string(entity.default_version);
  parts.attachments = static_cast<int64_t>(attached_to(tx, entity.account, entity.arn()).size());
  parts.boundaries = static_cast<int64_t>(bounded_by(tx, entity.account, entity.arn()).size());
  parts.attachable = true;
  parts.updated = aws::Timestamp{entity.updated};
}

}  // namespace

EntityParts parts_of(Read& tx, const Entity& entity, Detail detail) {
  EntityParts parts{
      .path = entity.path, .name = entity.name, .id = entity.id, .arn = entity.arn(), .created = {entity.created}};
  const bool whole = detail == Detail::kWhole;
  if (entity.kind == Kind::kRole) {
    parts.trust = aws::percent_encode(entity.trust);
    parts.max_session = entity.max_session_s;
    if (whole) parts.last_used = RoleLastUsed{};
  }
  if (!entity.description.empty() && (whole || entity.kind == Kind::kRole)) parts.description = entity.description;
  if (whole && !entity.boundary.empty()) parts.boundary = AttachedBoundary{.arn = entity.boundary};
  if (entity.kind == Kind::kPolicy) add_policy_parts(tx, entity, parts);
  if (!whole) return parts;
  std::vector<Tag> tags = tag_list(list_tags(tx, entity.row));
  const bool always = entity.kind == Kind::kPolicy || entity.kind == Kind::kInstanceProfile;
  if (always || !tags.empty()) parts.tags = std::move(tags);
  return parts;
}

std::vector<Tag> tag_list(const Tags& tags) {
  std::vector<Tag> list;
  for (const auto& [key, value] : tags) list.push_back({key, value});
  return list;
}

std::string position_of(const PageInput& input, const std::string& list) {
  if (!input.marker) return "";
  const auto position = tokens().open(list, *input.marker);
  if (!position) throw validation("Invalid Marker.");
  return *position;
}

std::string marker_for(const std::string& position, const std::string& list) { return tokens().seal(list, position); }

}  // namespace cloudling::iam
