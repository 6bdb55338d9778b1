#pragma once

// The inputs of the operations on HTTP APIs, made of the structs of the items they are about (rest/keys.h has the
// idea). An update has the item's own members and changes those that are there.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "emulators/apigateway/rest/keys.h"

namespace cloudling::apigateway::http {

using rest::ChildKey;
using rest::Name;
using rest::Place;
using rest::TopKey;

/// A member, under its name with a small first letter on the wire.
template <auto Member>
aws::Field member(std::string name) {
  aws::Field field = aws::field<Member>(std::move(name));
  if (field.wire[0] >= 'A' && field.wire[0] <= 'Z') field.wire[0] = static_cast<char>(field.wire[0] + ('a' - 'A'));
  return field;
}

/// A label of the path.
template <auto Member>
aws::Field label(const char* name, const char* wire) {
  return aws::field<Member>(name).in_path().on_wire(wire).required();
}

/// Those members of R that clients set; R::answered() names the others.
template <class R>
std::vector<aws::Field> given_fields() {
  std::vector<aws::Field> fields = R::fields();
  const auto answered = R::answered();
  std::erase_if(fields,
                [&](const aws::Field& field) { return std::ranges::find(answered, field.name) != answered.end(); });
  return fields;
}

template <class R>
std::vector<aws::Field> creation_fields() {
  std::vector<aws::Field> fields = given_fields<R>();
  const auto required = R::required();
  for (aws::Field& field : fields) field.is_required = std::ranges::find(required, field.name) != required.end();
  return fields;
}

template <class R>
struct CreatedTop : R {
  using Resource = R;
  static const aws::Structure& shape() {
    static const aws::Structure shape{"Request", creation_fields<R>()};
    return shape;
  }
};

template <class R, Name Member, Name Label>
struct CreatedIn : R {
  using Resource = R;
  std::string parent;
  static const aws::Structure& shape() {
    static const aws::Structure shape = [] {
      auto fields = creation_fields<R>();
      fields.push_back(label<&CreatedIn::parent>(Member.text, Label.text));
      return aws::Structure{"Request", std::move(fields)};
    }();
    return shape;
  }
};

template <class R, Name Member, Name Label>
struct UpdatedTop : R {
  using Resource = R;
  std::string id;
  Place place() const { return {R::kKind, "", id}; }
  static const aws::Structure& shape() {
    static const aws::Structure shape = [] {
      auto fields = given_fields<R>();
      std::erase_if(fields, [](const aws::Field& field) { return field.name == Member.text; });
      fields.push_back(label<&UpdatedTop::id>(Member.text, Label.text));
      return aws::Structure{"Request", std::move(fields)};
    }();
    return shape;
  }
};

template <class R, Name ParentMember, Name ParentLabel, Name Member, Name Label>
struct UpdatedIn : R {
  using Resource = R;
  std::string parent;
  std::string id;
  Place place() const { return {R::kKind, parent, id}; }
  static const aws::Structure& shape() {
    static const aws::Structure shape = [] {
      auto fields = given_fields<R>();
      std::erase_if(fields, [](const aws::Field& field) { return field.name == Member.text; });
      fields.push_back(label<&UpdatedIn::parent>(ParentMember.text, ParentLabel.text));
      fields.push_back(label<&UpdatedIn::id>(Member.text, Label.text));
      return aws::Structure{"Request", std::move(fields)};
    }();
    return shape;
  }
};

// Of what hangs on an item of an API: /v2/apis/{apiId}/integrations/{integrationId}/integrationresponses/{id}. Their
// parent is "{apiId}/{integrationId}".

template <class T>
std::vector<aws::Field> owner_labels(const char* member_name, const char* label_name) {
  return {label<&T::api_id>("ApiId", "apiId"), label<&T::owner_id>(member_name, label_name)};
}

template <class R, Name OwnerMember, Name OwnerLabel, Name Member, Name Label>
struct OwnedKey {
  using Resource = R;
  std::string api_id;
  std::string owner_id;
  std::string id;
  Place place() const { return {R::kKind, api_id + "/" + owner_id, id}; }
  static const aws::Structure& shape() {
    static const aws::Structure shape = [] {
      auto fields = owner_labels<OwnedKey>(OwnerMember.text, OwnerLabel.text);
      fields.push_back(label<&OwnedKey::id>(Member.text, Label.text));
      return aws::Structure{"Request", std::move(fields)};
    }();
    return shape;
  }
};

template <class R, Name OwnerMember, Name OwnerLabel>
struct CreatedOwned : R {
  using Resource = R;
  std::string api_id;
  std::string owner_id;
  std::string parent_path() const { return api_id + "/" + owner_id; }
  static const aws::Structure& shape() {
    static const aws::Structure shape = [] {
      auto fields = creation_fields<R>();
      for (aws::Field& field : owner_labels<CreatedOwned>(OwnerMember.text, OwnerLabel.text))
        fields.push_back(std::move(field));
      return aws::Structure{"Request", std::move(fields)};
    }();
    return shape;
  }
};

template <class R, Name OwnerMember, Name OwnerLabel, Name Member, Name Label>
struct UpdatedOwned : R {
  using Resource = R;
  std::string api_id;
  std::string owner_id;
  std::string id;
  Place place() const { return {R::kKind, api_id + "/" + owner_id, id}; }
  static const aws::Structure& shape() {
    static const aws::Structure shape = [] {
      auto fields = given_fields<R>();
      for (aws::Field& field : owner_labels<UpdatedOwned>(OwnerMember.text, OwnerLabel.text))
        fields.push_back(std::move(field));
      fields.push_back(label<&UpdatedOwned::id>(Member.text, Label.text));
      return aws::Structure{"Request", std::move(fields)};
    }();
    return shape;
  }
};

template <class R, Name OwnerMember, Name OwnerLabel>
struct ListedOwned {
  using Resource = R;
  std::string api_id;
  std::string owner_id;
  std::optional<std::string> max_results;
  std::optional<std::string> next_token;
  std::string parent_path() const { return api_id + "/" + owner_id; }
  static const aws::Structure& shape() {
    static const aws::Structure shape = [] {
      auto fields = owner_labels<ListedOwned>(OwnerMember.text, OwnerLabel.text);
      fields.push_back(aws::field<&ListedOwned::max_results>("MaxResults").in_query("maxResults"));
      fields.push_back(aws::field<&ListedOwned::next_token>("NextToken").in_query("nextToken"));
      return aws::Structure{"Request", std::move(fields)};
    }();
    return shape;
  }
};

/// `Member` is "" where the account's items are listed.
template <class R, Name Member, Name Label>
struct Listed {
  using Resource = R;
  std::string parent;
  std::optional<std::string> max_results;
  std::optional<std::string> next_token;
  static const aws::Structure& shape() {
    static const aws::Structure shape = [] {
      std::vector<aws::Field> fields{aws::field<&Listed::max_results>("MaxResults").in_query("maxResults"),
                                     aws::field<&Listed::next_token>("NextToken").in_query("nextToken")};
      if (Member.text[0] != '\0') fields.push_back(label<&Listed::parent>(Member.text, Label.text));
      return aws::Structure{"Request", std::move(fields)};
    }();
    return shape;
  }
};

template <class R>
struct Page {
  std::vector<R> items;
  std::optional<std::string> next_token;
  static const aws::Structure& shape() {
    static const aws::Structure shape{"Page", {member<&Page::items>("Items"), member<&Page::next_token>("NextToken")}};
    return shape;
  }
};

template <class R, Name Member, Name Label>
using InApi = ChildKey<R, "ApiId", "apiId", Member, Label>;
template <class R>
using CreatedInApi = CreatedIn<R, "ApiId", "apiId">;
template <class R, Name Member, Name Label>
using UpdatedInApi = UpdatedIn<R, "ApiId", "apiId", Member, Label>;
template <class R>
using ListedInApi = Listed<R, "ApiId", "apiId">;
template <class R>
using ListedInAccount = Listed<R, "", "">;

}  // namespace cloudling::apigateway::http
