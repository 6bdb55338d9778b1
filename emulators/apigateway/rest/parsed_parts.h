#pragma once

// What the texts of a snapshot mean, parsed once and read by every request: its resource policy and its mapping
// templates.

#include <optional>
#include <string>
#include <unordered_map>

#include "emulators/apigateway/rest/snapshot.h"
#include "emulators/apigateway/velocity/template.h"
#include "emulators/policy/document.h"

namespace cloudling::apigateway::rest {

/// Immutable.
class ParsedParts {
 public:
  explicit ParsedParts(const Snapshot& snapshot);

  /// nullptr where the API has none.
  const policy::Document* policy() const { return policy_ ? &*policy_ : nullptr; }

  /// nullptr where the text is no template, or none of the snapshot's.
  const velocity::Template* find_template(const std::string& text) const;

 private:
  void add(const std::optional<std::map<std::string, std::string>>& templates);

  std::optional<policy::Document> policy_;
  std::unordered_map<std::string, velocity::Template> templates_;
};

}  // namespace cloudling::apigateway::rest
