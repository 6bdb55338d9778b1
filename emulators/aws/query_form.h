#pragma once

// The tree that the dotted names of a query-protocol form describe: "Tags.member.1.Key=a" is Tags / member / 1 / Key.

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "emulators/aws/http.h"

namespace cloudling::aws {

struct FormNode {
  std::optional<std::string> value;
  std::map<std::string, FormNode, std::less<>> children;

  const FormNode* child(std::string_view name) const;
};

/// Nothing where a name has more than 32 parts, or the form more than 20000 parameters.
std::optional<FormNode> make_form_tree(const Query& parameters);

}  // namespace cloudling::aws
