#pragma once

// What many field lists of the Lambda API share: constraints from AWS's model, members of base structs.

#include <utility>

#include "emulators/aws/shape.h"

namespace cloudling::lambda {

inline constexpr const char* kFunctionName =
    "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?"
    "([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?";
inline constexpr const char* kNamespacedFunctionName =
    "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?"
    "([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";
inline constexpr const char* kQualifier = "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+";

/// A member of a base struct, as a field of the struct S that derives from it.
template <class S, class Base, auto Member>
aws::Field of_base(aws::Field member) {
  member.get = [](const void* owner) -> const void* {
    static const auto get = aws::field<Member>("").get;
    const Base* base = static_cast<const S*>(owner);
    return get(base);
  };
  member.emplace = [](void* owner) -> void* {
    static const auto emplace = aws::field<Member>("").emplace;
    Base* base = static_cast<S*>(owner);
    return emplace(base);
  };
  return member;
}

}  // namespace cloudling::lambda
