#pragma once

// Shapes: plain structs, each described once by a field list that every protocol's codec walks at run time.
//
//   struct CreateBucketInput {
//     std::string bucket;
//     std::optional<CreateBucketConfiguration> configuration;
//     static const aws::Structure& shape();
//   };
//   const aws::Structure& CreateBucketInput::shape() {
//     static const aws::Structure shape{"CreateBucketRequest", {
//         field<&CreateBucketInput::bucket>("Bucket").in_path().required(),
//         field<&CreateBucketInput::configuration>("CreateBucketConfiguration").as_payload()}};
//     return shape;
//   }
//
// Member types: std::string, bool, int64_t, double, Timestamp, Blob, json::Value (a document), Body (a stream, payload
// only), a struct with shape(), std::vector<T>, std::map<std::string, T>, and std::optional of any but Body.
// An optional is encoded where it is set; any other member always. A required member needs no optional: the decoder
// reports what was missing. Field lists are built once, at first use, and are constant from then on.

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "asl/json/json.h"
#include "emulators/aws/body.h"

namespace cloudling::aws {

/// Milliseconds since the epoch; the field says in which format it stands on the wire.
struct Timestamp {
  int64_t ms = 0;
  auto operator<=>(const Timestamp&) const = default;
};

/// Bytes: base64 in JSON and XML bodies, raw as a payload and between callers in the process.
struct Blob {
  std::string bytes;
};

enum class Kind : uint8_t {
  kString,
  kBlob,
  kBoolean,
  kInteger,
  kDouble,
  kTimestamp,
  kDocument,
  kStream,
  kList,
  kMap,
  kStructure
};

struct Structure;

/// A C++ type, erased: what a codec needs to walk a value of it.
struct Type {
  Kind kind;
  const Structure& (*structure)() = nullptr;        ///< kStructure
  const Type& (*element)() = nullptr;               ///< kList and kMap
  size_t (*size)(const void* container) = nullptr;  ///< kList and kMap
  const void* (*at)(const void* list, size_t i) = nullptr;
  void* (*append)(void* list) = nullptr;
  void* (*insert)(void* map, const std::string& key) = nullptr;
  void (*each)(const void* map, void* state,
               void (*visit)(void* state, const std::string& key, const void* value)) = nullptr;
};

/// Where a member stands in an HTTP message (httpBinding traits).
enum class Location : uint8_t { kBody, kHeader, kHeaderPrefix, kQuery, kPath, kPayload, kStatus };

enum class TimestampFormat : uint8_t { kDefault, kIso8601, kHttpDate, kEpochSeconds };

/// What a value must satisfy; validation words it as AWS does.
struct Rules {
  std::optional<int64_t> min, max;  ///< length of strings, size of lists and maps, value of numbers
  std::vector<std::string> values;  ///< enum value set
  std::string regex;                ///< RE2 syntax, anchored at both ends

  bool any() const { return min || max || !values.empty() || !regex.empty(); }
};

/// One member: its names, its place, its constraints. The modifiers return the field, for one-line lists.
struct Field : Rules {
  std::string name;  ///< the member's name in AWS's model; validation messages use it
  std::string wire;  ///< header, query parameter, element or key where it differs from `name`
  Location location = Location::kBody;
  const Type* type = nullptr;
  bool optional = false;                            ///< std::optional in the struct
  const void* (*get)(const void* owner) = nullptr;  ///< nullptr where an optional is unset
  void* (*emplace)(void* owner) = nullptr;          ///< for decoding

  bool is_required = false;
  Rules items;  ///< of each item of a list, of each value of a map
  Rules keys;   ///< of each key of a map
  TimestampFormat timestamp_format = TimestampFormat::kDefault;
  bool flat = false;            ///< XML: no wrapping element around the list's items
  std::string item = "member";  ///< XML: the item's element in a wrapped list
  bool attribute = false;       ///< XML: an attribute of the owner's element
  std::string xml_namespace;
  bool secret = false;  ///< never shown in messages or logs

  Field&& in_header(std::string header) && {
    location = Location::kHeader;
    wire = std::move(header);
    return std::move(*this);
  }
  Field&& with_header_prefix(std::string prefix) && {
    location = Location::kHeaderPrefix;
    wire = std::move(prefix);
    return std::move(*this);
  }
  Field&& in_query(std::string parameter) && {
    location = Location::kQuery;
    wire = std::move(parameter);
    return std::move(*this);
  }
  Field&& in_path() && {
    location = Location::kPath;
    return std::move(*this);
  }
  Field&& as_payload() && {
    location = Location::kPayload;
    return std::move(*this);
  }
  Field&& as_status() && {
    location = Location::kStatus;
    return std::move(*this);
  }
  Field&& on_wire(std::string other) && {
    wire = std::move(other);
    return std::move(*this);
  }
  Field&& required() && {
    is_required = true;
    return std::move(*this);
  }
  Field&& length(int64_t at_least, int64_t at_most) && {
    min = at_least;
    max = at_most;
    return std::move(*this);
  }
  Field&& range(int64_t at_least, int64_t at_most) && {
    min = at_least;
    max = at_most;
    return std::move(*this);
  }
  Field&& at_least(int64_t bound) && {
    min = bound;
    return std::move(*this);
  }
  Field&& at_most(int64_t bound) && {
    max = bound;
    return std::move(*this);
  }
  Field&& one_of(std::vector<std::string> set) && {
    values = std::move(set);
    return std::move(*this);
  }
  Field&& matching(std::string pattern) && {
    regex = std::move(pattern);
    return std::move(*this);
  }
  Field&& each(Rules rules) && {
    items = std::move(rules);
    return std::move(*this);
  }
  Field&& each_key(Rules rules) && {
    keys = std::move(rules);
    return std::move(*this);
  }
  Field&& format(TimestampFormat f) && {
    timestamp_format = f;
    return std::move(*this);
  }
  Field&& flattened() && {
    flat = true;
    return std::move(*this);
  }
  Field&& items_named(std::string element) && {
    item = std::move(element);
    return std::move(*this);
  }
  Field&& as_attribute() && {
    attribute = true;
    return std::move(*this);
  }
  Field&& in_namespace(std::string uri) && {
    xml_namespace = std::move(uri);
    return std::move(*this);
  }
  Field&& sensitive() && {
    secret = true;
    return std::move(*this);
  }
};

/// A shape's field list. `name` is AWS's; it is the root element where a protocol needs one.
struct Structure {
  std::string name;
  std::vector<Field> fields;
  std::string xml_namespace = {};  ///< of the root element, e.g. S3's
  bool unwrapped = false;          ///< XML answers: the one body member is the root itself (S3's GetBucketLocation)
};

/// An operation without input or output.
struct Nothing {
  static const Structure& shape();
};

template <class T>
const Type& type_of();

namespace detail {

template <class T>
struct OptionalOf {
  using Value = T;
  static constexpr bool kIs = false;
};
template <class T>
struct OptionalOf<std::optional<T>> {
  using Value = T;
  static constexpr bool kIs = true;
};
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {
  using Element = T;
};
template <class T>
struct IsMap : std::false_type {};
template <class T>
struct IsMap<std::map<std::string, T>> : std::true_type {
  using Element = T;
};
template <auto Member>
struct MemberOf;
template <class S, class M, M S::* Member>
struct MemberOf<Member> {
  using Owner = S;
  using Value = M;
};

template <class T>
constexpr Type scalar_type() {
  if constexpr (std::is_same_v<T, std::string>)
    return {Kind::kString};
  else if constexpr (std::is_same_v<T, Blob>)
    return {Kind::kBlob};
  else if constexpr (std::is_same_v<T, bool>)
    return {Kind::kBoolean};
  else if constexpr (std::is_same_v<T, int64_t>)
    return {Kind::kInteger};
  else if constexpr (std::is_same_v<T, double>)
    return {Kind::kDouble};
  else if constexpr (std::is_same_v<T, Timestamp>)
    return {Kind::kTimestamp};
  else if constexpr (std::is_same_v<T, json::Value>)
    return {Kind::kDocument};
  else if constexpr (std::is_same_v<T, Body>)
    return {Kind::kStream};
  else
    return {.kind = Kind::kStructure, .structure = &T::shape};
}

template <class T>
Type list_type() {
  using Element = typename IsVector<T>::Element;
  return {.kind = Kind::kList,
          .element = &type_of<Element>,
          .size = [](const void* list) { return static_cast<const T*>(list)->size(); },
          .at = [](const void* list, size_t i) -> const void* { return &(*static_cast<const T*>(list))[i]; },
          .append = [](void* list) -> void* { return &static_cast<T*>(list)->emplace_back(); }};
}

template <class T>
Type map_type() {
  using Element = typename IsMap<T>::Element;
  return {.kind = Kind::kMap,
          .element = &type_of<Element>,
          .size = [](const void* map) { return static_cast<const T*>(map)->size(); },
          .insert = [](void* map, const std::string& key) -> void* { return &(*static_cast<T*>(map))[key]; },
          .each =
              [](const void* map, void* state, void (*visit)(void*, const std::string&, const void*)) {
                for (const auto& [key, value] : *static_cast<const T*>(map)) visit(state, key, &value);
              }};
}

}  // namespace detail

template <class T>
const Type& type_of() {
  static const Type type = [] {
    if constexpr (detail::IsVector<T>::value)
      return detail::list_type<T>();
    else if constexpr (detail::IsMap<T>::value)
      return detail::map_type<T>();
    else
      return detail::scalar_type<T>();
  }();
  return type;
}

/// Describes the member that `Member` points to, under AWS's name for it.
template <auto Member>
Field field(std::string name) {
  using Owner = typename detail::MemberOf<Member>::Owner;
  using Value = typename detail::MemberOf<Member>::Value;
  using Optional = detail::OptionalOf<Value>;
  Field field;
  field.wire = name;
  field.name = std::move(name);
  field.type = &type_of<typename Optional::Value>();
  field.optional = Optional::kIs;
  field.get = [](const void* owner) -> const void* {
    const Value& value = static_cast<const Owner*>(owner)->*Member;
    if constexpr (Optional::kIs)
      return value ? &*value : nullptr;
    else
      return &value;
  };
  field.emplace = [](void* owner) -> void* {
    Value& value = static_cast<Owner*>(owner)->*Member;
    if constexpr (Optional::kIs)
      return &value.emplace();
    else
      return &value;
  };
  return field;
}

/// A struct of some shape, its C++ type erased; owns it.
class AnyShape {
 public:
  AnyShape() = default;

  template <class T>
  static AnyShape of(T value) {
    AnyShape any;
    any.shape_ = &T::shape();
    any.value_ = {new T(std::move(value)), [](void* p) { delete static_cast<T*>(p); }};
    return any;
  }

  const Structure& shape() const { return *shape_; }
  void* data() { return value_.get(); }
  const void* data() const { return value_.get(); }
  template <class T>
  T& as() {
    return *static_cast<T*>(value_.get());
  }

  /// Paths of required members that the decoder did not find ("name", "tags.1.member.key"); validation reports them.
  std::vector<std::string> missing;

 private:
  const Structure* shape_ = nullptr;
  std::unique_ptr<void, void (*)(void*)> value_{nullptr, [](void*) {}};
};

}  // namespace cloudling::aws
