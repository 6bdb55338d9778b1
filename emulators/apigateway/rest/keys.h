#pragma once

// How operations name what they are about. Everything that a REST API has is an item: it stands at a place, under a
// parent (an API, a usage plan, a domain name, or nothing), and has a struct with one field list, which is its form on
// the wire and in the store. Inputs put the labels of the path beside those fields by deriving from the struct: its
// fields then serve the whole, since a base without virtual functions comes first in memory.

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "emulators/aws/shape.h"

namespace cloudling::apigateway::rest {

/// Where an item is kept; `parent` is "" for those of the account.
struct Place {
  std::string kind;
  std::string parent;
  std::string id;
};

/// A text as template argument.
template <size_t N>
struct Name {
  constexpr Name(const char (&given)[N]) { std::copy_n(given, N, text); }  // NOLINT: texts are names
  char text[N];
};

/// Names an item of the account: GET /restapis/{restapi_id}.
template <class R, Name Member, Name Label>
struct TopKey {
  using Resource = R;
  std::string id;

  Place place() const { return {R::kKind, "", id}; }
  static std::vector<aws::Field> fields() {
    return {aws::field<&TopKey::id>(Member.text).in_path().on_wire(Label.text).required()};
  }
  static const aws::Structure& shape() {
    static const aws::Structure shape{"Request", fields()};
    return shape;
  }
};

/// Names an item of a parent: GET /restapis/{restapi_id}/models/{model_name}.
template <class R, Name ParentMember, Name ParentLabel, Name Member, Name Label>
struct ChildKey {
  using Resource = R;
  std::string parent;
  std::string id;

  Place place() const { return {R::kKind, parent, id}; }
  static std::vector<aws::Field> fields() {
    return {aws::field<&ChildKey::parent>(ParentMember.text).in_path().on_wire(ParentLabel.text).required(),
            aws::field<&ChildKey::id>(Member.text).in_path().on_wire(Label.text).required()};
  }
  static const aws::Structure& shape() {
    static const aws::Structure shape{"Request", fields()};
    return shape;
  }
};

template <class R, Name Member, Name Label>
using ApiChild = ChildKey<R, "restApiId", "restapi_id", Member, Label>;

struct PatchOperation {
  std::string op;
  std::string path;
  std::optional<std::string> value;
  std::optional<std::string> from;
  static const aws::Structure& shape();
};

/// The input of an update: a key, and what to change.
template <class Key>
struct Patched : Key {
  using Base = Key;
  std::vector<PatchOperation> patch_operations;

  static const aws::Structure& shape() {
    static const aws::Structure shape = [] {
      auto fields = Key::fields();
      fields.push_back(aws::field<&Patched::patch_operations>("patchOperations"));
      return aws::Structure{"Request", std::move(fields)};
    }();
    return shape;
  }
};

/// The input of a creation under a parent: the item's own fields, and the label of the path.
template <class R, Name Member, Name Label>
struct Created : R {
  using Resource = R;
  std::string parent;

  static const aws::Structure& shape() {
    static const aws::Structure shape = [] {
      auto fields = R::fields();
      fields.push_back(aws::field<&Created::parent>(Member.text).in_path().on_wire(Label.text).required());
      return aws::Structure{"Request", std::move(fields)};
    }();
    return shape;
  }
};

template <class R>
using CreatedInApi = Created<R, "restApiId", "restapi_id">;

/// The input of a listing; `parent` has no label of its own where the account's items are listed.
template <class R, Name Member, Name Label>
struct Listed {
  using Resource = R;
  std::string parent;
  std::optional<std::string> position;
  std::optional<int64_t> limit;

  static const aws::Structure& shape() {
    static const aws::Structure shape = [] {
      std::vector<aws::Field> fields{aws::field<&Listed::position>("position").in_query("position"),
                                     aws::field<&Listed::limit>("limit").in_query("limit")};
      const std::string label = Label.text;
      if (!label.empty()) {
        fields.push_back(aws::field<&Listed::parent>(Member.text).in_path().on_wire(label).required());
      }
      return aws::Structure{"Request", std::move(fields)};
    }();
    return shape;
  }
};

template <class R>
using ListedInApi = Listed<R, "restApiId", "restapi_id">;
template <class R>
using ListedInAccount = Listed<R, "", "">;

/// A page of items.
template <class R>
struct Page {
  std::optional<std::string> position;
  std::vector<R> items;

  static const aws::Structure& shape() {
    static const aws::Structure shape{
        "Page", {aws::field<&Page::position>("position"), aws::field<&Page::items>("items").on_wire("item")}};
    return shape;
  }
};

}  // namespace cloudling::apigateway::rest
