#pragma once

// The parsed form of a template: a tree of plain values, immutable once parsed.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cloudling::velocity {

struct Expression;
struct Statement;
using Block = std::vector<Statement>;

/// One step behind the root of a reference: `.name`, `.name(arguments)`, `[index]`.
struct Access {
  enum class Kind : uint8_t { kProperty, kMethod, kIndex };
  Kind kind = Kind::kProperty;
  std::string name;
  std::vector<Expression> arguments;  ///< of a method; of an index the one
};

/// `$a.b(c)[0]`, `${a}`, `$!a`, `$!{a}`, with the backslashes that stand before it.
struct Reference {
  std::string root;
  std::vector<Access> accesses;
  bool quiet = false;
  size_t backslashes = 0;
  std::string literal;  ///< as written, without backslashes
};

struct Expression {
  enum class Kind : uint8_t {
    kNull,
    kText,          ///< text
    kInterpolated,  ///< block, rendered; the last character, a space that was added, is dropped where `added_space`
    kInteger,
    kReal,
    kBoolean,
    kReference,
    kList,
    kMap,  ///< keys and values in turn
    kRange,
    kNot,
    kAnd,
    kOr,
    kEqual,
    kNotEqual,
    kLess,
    kLessOrEqual,
    kGreater,
    kGreaterOrEqual,
    kAdd,
    kSubtract,
    kMultiply,
    kDivide,
    kModulo
  };
  Kind kind = Kind::kNull;
  std::string text;
  int64_t integer = 0;
  double real = 0;
  bool added_space = false;
  std::shared_ptr<const Reference> reference;
  std::vector<Expression> parts;
  std::shared_ptr<const Block> block;
  std::string literal;  ///< as written
};

struct Statement {
  enum class Kind : uint8_t {
    kText,
    kReference,
    kSet,       ///< arguments: target, value
    kIf,        ///< arguments: conditions; blocks: one a condition, and perhaps that of #else
    kForeach,   ///< arguments: variable, collection; blocks: the body
    kMacro,     ///< defines: name; parameters; blocks: the body
    kCall,      ///< of a macro: name; arguments; text is what is rendered where there is no such macro
    kDefine,    ///< arguments: variable; blocks: the body
    kEvaluate,  ///< arguments: the one
    kBreak,     ///< arguments: perhaps the scope
    kStop
  };
  Kind kind = Kind::kText;
  std::string text;
  std::string name;
  std::vector<std::string> parameters;
  std::vector<Expression> arguments;
  std::vector<std::shared_ptr<const Block>> blocks;
  std::shared_ptr<const Reference> reference;
};

}  // namespace cloudling::velocity
