#pragma once

// `$input` and `$util`.

#include <optional>
#include <string>

#include "emulators/apigateway/velocity/mapping_template.h"
#include "emulators/apigateway/velocity/value.h"

namespace cloudling::velocity {

class InputObject : public Object {
 public:
  /// Both outlive it.
  InputObject(Heap& heap, const MappingInput& input) : heap_(heap), input_(input) {}

  Result property(const std::string& name) override;
  Result method(const std::string& name, const Values& arguments) override;
  std::string text() override { return "{}"; }

 private:
  const json::Value& parsed_body();
  std::optional<json::Value> select(const std::string& path);
  Value params();
  Value param(const std::string& name) const;

  Heap& heap_;
  const MappingInput& input_;
  std::optional<json::Value> parsed_;
};

class UtilObject : public Object {
 public:
  explicit UtilObject(Heap& heap) : heap_(heap) {}

  Result property(const std::string&) override { return std::nullopt; }
  Result method(const std::string& name, const Values& arguments) override;
  std::string text() override { return "{}"; }

 private:
  Heap& heap_;
};

/// As Apache Commons Lang 2 does: quotes of both kinds, backslashes, slashes and control characters get a backslash,
/// what is not ASCII becomes "\u00E4".
std::string escape_java_script(std::string_view text);

}  // namespace cloudling::velocity
