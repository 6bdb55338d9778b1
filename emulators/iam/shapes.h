#pragma once

// The inputs and outputs of the IAM API (version 2010-05-08), as AWS's model
// describes them. What users, roles, groups, policies and instance profiles
// have in common is one template, which names its members by the kind
// (kinds.h).

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/shape.h"
#include "emulators/iam/kinds.h"

namespace cloudling::iam {

using aws::Field;
using aws::field;
using aws::Structure;
using Text = std::optional<std::string>;

// ---- constraints
// ---------------------------------------------------------------------------------------------------

inline constexpr const char* kName = "[\\w+=,.@-]+";
inline constexpr const char* kPath = "(\\x{2F})|(\\x{2F}[\\x{21}-\\x{7E}]+\\x{2F})";
inline constexpr const char* kPathPrefix = "\\x{2F}[\\x{21}-\\x{7E}]*";
inline constexpr const char* kDocument = "[\\t\\n\\r -\\x{FF}]+";

template <auto Member>
Field name_field(Kind kind) {
  return field<Member>(std::string(names_of(kind).name_member)).length(1, names_of(kind).longest_name).matching(kName);
}
template <auto Member>
Field policy_name_field() {
  return field<Member>("PolicyName").length(1, 128).matching(kName).required();
}
template <auto Member>
Field arn_field(std::string name) {
  return field<Member>(std::move(name)).length(20, 2048);
}
template <auto Member>
Field document_field(std::string name) {
  return field<Member>(std::move(name)).length(1, 131072).matching(kDocument);
}

/// Marker and MaxItems of a request for a list.
struct PageInput {
  Text marker;
  std::optional<int64_t> max_items;
};
/// IsTruncated and Marker of a list.
struct PageOutput {
  bool truncated = false;
  Text marker;
};
template <class T>
void add_page_fields(std::vector<Field>& fields) {
  if constexpr (std::is_base_of_v<PageInput, T>) {
    fields.push_back(field<&T::marker>("Marker").length(1, 320));
    fields.push_back(field<&T::max_items>("MaxItems").range(1, 1000));
  } else {
    fields.push_back(field<&T::truncated>("IsTruncated"));
    fields.push_back(field<&T::marker>("Marker"));
  }
}
template <class T>
Structure paged(std::string name, std::vector<Field> fields) {
  add_page_fields<T>(fields);
  return {std::move(name), std::move(fields)};
}

// ---- common parts
// --------------------------------------------------------------------------------------------------

struct Tag {
  std::string key;
  std::string value;
  static const Structure& shape();
};

struct AttachedBoundary {
  std::string type = "Policy";
  std::string arn;
  static const Structure& shape();
};

struct AttachedPolicy {
  std::string name;
  std::string arn;
  static const Structure& shape();
};

struct RoleLastUsed {
  std::optional<aws::Timestamp> date;
  Text region;
  static const Structure& shape();
};

/// What lists and Get operations show of an entity; each kind has its own of
/// the optional members.
template <Kind K>
struct EntityView;

struct EntityParts {
  std::string path, name, id, arn;
  aws::Timestamp created;
  Text trust;  ///< percent-encoded, as AWS has it
  Text description;
  std::optional<int64_t> max_session;  ///< seconds
  std::optional<AttachedBoundary> boundary;
  std::optional<std::vector<Tag>> tags;
  std::optional<RoleLastUsed> last_used;
  Text default_version;
  std::optional<int64_t> attachments, boundaries;
  std::optional<bool> attachable;
  std::optional<aws::Timestamp> updated;
};

template <Kind K>
struct EntityView : EntityParts {
  std::vector<EntityView<Kind::kRole>> roles;  ///< of an instance profile
  static const Structure& shape() {
    static const Structure shape{std::string(names_of(K).shape), fields()};
    return shape;
  }

 private:
  using T = EntityView;
  static std::vector<Field> fields() {
    std::vector<Field> all{field<&T::path>("Path"), field<&T::name>(std::string(names_of(K).name_member)),
                           field<&T::id>(std::string(names_of(K).id_member)), field<&T::arn>("Arn"),
                           field<&T::created>("CreateDate")};
    if constexpr (K == Kind::kRole) {
      all.push_back(field<&T::trust>("AssumeRolePolicyDocument"));
      all.push_back(field<&T::max_session>("MaxSessionDuration"));
      all.push_back(field<&T::last_used>("RoleLastUsed"));
    }
    if constexpr (K == Kind::kRole || K == Kind::kPolicy) all.push_back(field<&T::description>("Description"));
    if constexpr (K == Kind::kRole || K == Kind::kUser) all.push_back(field<&T::boundary>("PermissionsBoundary"));
    if constexpr (K == Kind::kPolicy) {
      all.push_back(field<&T::default_version>("DefaultVersionId"));
      all.push_back(field<&T::attachments>("AttachmentCount"));
      all.push_back(field<&T::boundaries>("PermissionsBoundaryUsageCount"));
      all.push_back(field<&T::attachable>("IsAttachable"));
      all.push_back(field<&T::updated>("UpdateDate"));
    }
    if constexpr (K == Kind::kInstanceProfile) all.push_back(field<&T::roles>("Roles"));
    if constexpr (K != Kind::kGroup) all.push_back(field<&T::tags>("Tags"));
    return all;
  }
};

/// {"User": ...}
template <Kind K>
struct EntityOutput {
  EntityView<K> entity;
  static const Structure& shape() {
    static const Structure shape{std::string("Get") + std::string(names_of(K).shape) + "Response",
                                 {field<&EntityOutput::entity>(std::string(names_of(K).shape))}};
    return shape;
  }
};

/// An input that names an entity.
template <Kind K>
struct NameInput {
  std::string name;
  static const Structure& shape() {
    static const Structure shape{"NameRequest", {name_field<&NameInput::name>(K).required()}};
    return shape;
  }
};

/// GetUser: without a name it is the caller's.
struct GetUserInput {
  Text name;
  static const Structure& shape();
};

/// PolicyArn alone, and with a version.
struct PolicyArnInput {
  std::string arn;
  static const Structure& shape();
};
struct PolicyVersionInput {
  std::string arn;
  std::string version;
  static const Structure& shape();
};

template <Kind K>
struct CreateInput {
  Text path;
  std::string name;
  Text document;  ///< trust policy, or the policy's own
  Text description;
  std::optional<int64_t> max_session;
  Text boundary;
  std::vector<Tag> tags;
  static const Structure& shape() {
    static const Structure shape{"Create" + std::string(names_of(K).shape) + "Request", fields()};
    return shape;
  }

 private:
  using T = CreateInput;
  static std::vector<Field> fields() {
    std::vector<Field> all{field<&T::path>("Path").length(1, 512).matching(kPath), name_field<&T::name>(K).required()};
    if constexpr (K == Kind::kRole) {
      all.push_back(document_field<&T::document>("AssumeRolePolicyDocument").required());
      all.push_back(field<&T::max_session>("MaxSessionDuration").range(3600, 43200));
    }
    if constexpr (K == Kind::kPolicy) all.push_back(document_field<&T::document>("PolicyDocument").required());
    if constexpr (K == Kind::kRole || K == Kind::kPolicy)
      all.push_back(field<&T::description>("Description").length(0, 1000));
    if constexpr (K == Kind::kRole || K == Kind::kUser) all.push_back(arn_field<&T::boundary>("PermissionsBoundary"));
    if constexpr (K != Kind::kGroup) all.push_back(field<&T::tags>("Tags").length(0, 50));
    return all;
  }
};

/// UpdateUser and UpdateGroup.
template <Kind K>
struct RenameInput {
  std::string name;
  Text new_path;
  Text new_name;
  static const Structure& shape() {
    const std::string noun(names_of(K).shape);
    static const Structure shape{
        "Update" + noun + "Request",
        {name_field<&RenameInput::name>(K).required(),
         field<&RenameInput::new_path>("NewPath").length(1, 512).matching(kPath),
         field<&RenameInput::new_name>("New" + noun + "Name").length(1, names_of(K).longest_name).matching(kName)}};
    return shape;
  }
};

/// Nothing in it; but AWS writes it, and clients look for it.
struct UpdateRoleOutput {
  static const Structure& shape();
};
struct UpdateRoleInput {
  std::string name;
  Text description;
  std::optional<int64_t> max_session;
  static const Structure& shape();
};
struct UpdateRoleDescriptionInput {
  std::string name;
  std::string description;
  static const Structure& shape();
};
struct UpdateTrustInput {
  std::string name;
  std::string document;
  static const Structure& shape();
};

template <Kind K>
struct ListInput : PageInput {
  Text prefix;
  static const Structure& shape() {
    static const Structure shape =
        paged<ListInput>("ListRequest", {field<&ListInput::prefix>("PathPrefix").length(1, 512).matching(kPathPrefix)});
    return shape;
  }
};

template <Kind K>
struct ListOutput : PageOutput {
  std::vector<EntityView<K>> entities;
  static const Structure& shape() {
    static const Structure shape =
        paged<ListOutput>("ListResponse", {field<&ListOutput::entities>(std::string(names_of(K).list_member))});
    return shape;
  }
};

struct ListPoliciesInput : PageInput {
  Text scope;
  bool only_attached = false;
  Text prefix;
  Text usage;
  static const Structure& shape();
};

// ---- tags
// ----------------------------------------------------------------------------------------------------------

/// How tag operations name the entity: policies by their ARN.
template <auto Member, Kind K>
Field tagged_field() {
  if constexpr (K == Kind::kPolicy)
    return arn_field<Member>("PolicyArn").required();
  else
    return name_field<Member>(K).required();
}

template <Kind K>
struct TagInput {
  std::string owner;
  std::vector<Tag> tags;
  static const Structure& shape() {
    static const Structure shape{
        "TagRequest", {tagged_field<&TagInput::owner, K>(), field<&TagInput::tags>("Tags").length(0, 50).required()}};
    return shape;
  }
};

template <Kind K>
struct UntagInput {
  std::string owner;
  std::vector<std::string> keys;
  static const Structure& shape() {
    static const Structure shape{
        "UntagRequest",
        {tagged_field<&UntagInput::owner, K>(), field<&UntagInput::keys>("TagKeys").length(0, 50).required()}};
    return shape;
  }
};

template <Kind K>
struct ListTagsInput : PageInput {
  std::string owner;
  static const Structure& shape() {
    static const Structure shape = paged<ListTagsInput>("ListTagsRequest", {tagged_field<&ListTagsInput::owner, K>()});
    return shape;
  }
};

struct ListTagsOutput : PageOutput {
  std::vector<Tag> tags;
  static const Structure& shape();
};

// ---- policies of users, roles and groups
// ---------------------------------------------------------------------------

template <Kind K>
struct PutInlineInput {
  std::string owner, name, document;
  static const Structure& shape() {
    using T = PutInlineInput;
    static const Structure shape{"PutPolicyRequest",
                                 {name_field<&T::owner>(K).required(), policy_name_field<&T::name>(),
                                  document_field<&T::document>("PolicyDocument").required()}};
    return shape;
  }
};

template <Kind K>
struct InlineInput {
  std::string owner, name;
  static const Structure& shape() {
    using T = InlineInput;
    static const Structure shape{"GetPolicyRequest",
                                 {name_field<&T::owner>(K).required(), policy_name_field<&T::name>()}};
    return shape;
  }
};

template <Kind K>
struct InlineOutput {
  std::string owner, name, document;
  static const Structure& shape() {
    using T = InlineOutput;
    static const Structure shape{"GetPolicyResponse",
                                 {field<&T::owner>(std::string(names_of(K).name_member)), field<&T::name>("PolicyName"),
                                  field<&T::document>("PolicyDocument")}};
    return shape;
  }
};

template <Kind K>
struct OwnedInput : PageInput {
  std::string owner;
  Text prefix;
  static const Structure& shape() {
    using T = OwnedInput;
    static const Structure shape =
        paged<T>("ListPoliciesRequest",
                 {name_field<&T::owner>(K).required(), field<&T::prefix>("PathPrefix").matching(kPathPrefix)});
    return shape;
  }
};

struct InlineNamesOutput : PageOutput {
  std::vector<std::string> names;
  static const Structure& shape();
};
struct AttachedOutput : PageOutput {
  std::vector<AttachedPolicy> policies;
  static const Structure& shape();
};

template <Kind K>
struct AttachInput {
  std::string owner, arn;
  static const Structure& shape() {
    using T = AttachInput;
    static const Structure shape{"AttachPolicyRequest",
                                 {name_field<&T::owner>(K).required(), arn_field<&T::arn>("PolicyArn").required()}};
    return shape;
  }
};

template <Kind K>
struct BoundaryInput {
  std::string owner, arn;
  static const Structure& shape() {
    using T = BoundaryInput;
    static const Structure shape{
        "PutPermissionsBoundaryRequest",
        {name_field<&T::owner>(K).required(), arn_field<&T::arn>("PermissionsBoundary").required()}};
    return shape;
  }
};

// ---- managed policies
// ----------------------------------------------------------------------------------------------

struct PolicyVersion {
  Text document;
  std::string id;
  bool is_default = false;
  aws::Timestamp created;
  static const Structure& shape();
};
struct CreatePolicyVersionInput {
  std::string arn, document;
  bool set_default = false;
  static const Structure& shape();
};
struct PolicyVersionOutput {
  PolicyVersion version;
  static const Structure& shape();
};
struct PolicyPageInput : PageInput {
  std::string arn;
  static const Structure& shape();
};
struct ListPolicyVersionsOutput : PageOutput {
  std::vector<PolicyVersion> versions;
  static const Structure& shape();
};

struct EntitiesForPolicyInput : PageInput {
  std::string arn;
  Text filter, prefix, usage;
  static const Structure& shape();
};
/// A name and an id, of one kind of entity.
template <Kind K>
struct EntityName {
  std::string name, id;
  static const Structure& shape() {
    static const Structure shape{"Policy" + std::string(names_of(K).shape),
                                 {field<&EntityName::name>(std::string(names_of(K).name_member)),
                                  field<&EntityName::id>(std::string(names_of(K).id_member))}};
    return shape;
  }
};
struct EntitiesForPolicyOutput : PageOutput {
  std::vector<EntityName<Kind::kGroup>> groups;
  std::vector<EntityName<Kind::kUser>> users;
  std::vector<EntityName<Kind::kRole>> roles;
  static const Structure& shape();
};

}  // namespace cloudling::iam
