#pragma once

// Fields that many shapes of SQS have, with the names that the query protocol has for them.

#include <string>
#include <utility>

#include "emulators/aws/shape.h"

namespace cloudling::sqs {

inline constexpr const char* kTag = "Tag.Key.Value";

template <auto Member>
aws::Field queue_url_field() {
  return aws::field<Member>("QueueUrl");
}

template <auto Member>
aws::Field attributes_field() {
  return aws::field<Member>("Attributes").flattened().items_named("Attribute.Name.Value");
}

/// `Inner` of the struct that is the member `Outer`, as a field of the struct that has `Outer`.
template <auto Outer, auto Inner>
aws::Field part(std::string name) {
  using Owner = typename aws::detail::MemberOf<Outer>::Owner;
  aws::Field member = aws::field<Inner>(std::move(name));
  member.get = [](const void* owner) -> const void* {
    static const auto get = aws::field<Inner>("").get;
    return get(&(static_cast<const Owner*>(owner)->*Outer));
  };
  member.emplace = [](void* owner) -> void* {
    static const auto emplace = aws::field<Inner>("").emplace;
    return emplace(&(static_cast<Owner*>(owner)->*Outer));
  };
  return member;
}

}  // namespace cloudling::sqs
