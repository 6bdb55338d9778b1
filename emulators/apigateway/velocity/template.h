#pragma once

// Velocity templates (Apache Velocity 1.7, "VTL Reference Guide"), parsed once and rendered many times. A pure library.
//
// Whitespace is Velocity's: a directive takes the rest of its line where only blanks follow, #set also the blanks
// before it where nothing else stands there. Rendering is bounded, so that no template hangs or fills the memory.

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "emulators/apigateway/velocity/syntax.h"
#include "emulators/apigateway/velocity/value.h"

namespace cloudling::velocity {

/// The text is no template; says where.
struct SyntaxError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Template {
  Block block;
  std::map<std::string, std::shared_ptr<const Statement>> macros;  ///< also those that stand in inner blocks

  /// Throws SyntaxError.
  static Template parse(std::string_view text);
};

/// What a reference renders as that gives null: as it is written, or nothing where at least its root is known, which
/// is what API Gateway does.
enum class NullReference { kLiteral, kEmptyWhereRootIsSet };

struct RenderOptions {
  NullReference null_reference = NullReference::kLiteral;
  size_t max_steps = 2'000'000;
  size_t max_output = 10u << 20;  ///< bytes
  size_t max_loop = 1000;         ///< rounds of one #foreach; more are left out, as API Gateway does
};

/// By name, without '$'. Templates change it.
using Variables = std::map<std::string, Value>;

/// Throws RenderError, and SyntaxError for a text that #evaluate is given.
std::string render(const Template& parsed, Variables& variables, Heap& heap, const RenderOptions& options = {});

}  // namespace cloudling::velocity
