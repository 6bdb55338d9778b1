#pragma once

// Renders a parsed template. Made for one rendering.

#include <memory>
#include <string>
#include <vector>

#include "emulators/apigateway/velocity/template.h"

namespace cloudling::velocity {

class Interpreter {
 public:
  Interpreter(const Template& parsed, Variables& variables, Heap& heap, const RenderOptions& options);

  std::string run();

  // ---- what objects of the interpreter's own use
  /// The block in the frame that is current, as text.
  std::string text_of_block(const Block& block);
  Heap& heap() { return heap_; }

 private:
  /// How a block ended.
  enum class Flow { kOn, kBreak, kStop };

  /// The variables that a macro sees before all others.
  struct Frame {
    Variables locals;
    std::map<std::string, const Expression*> parameters;  ///< references, evaluated where the macro was called
    std::map<std::string, std::string> literals;          ///< what `$parameter` renders as where it is null
    Frame* caller = nullptr;
  };
  class Deeper;
  class Loop;
  class Definition;

  // ---- statements (interpreter.cpp)
  Flow render(const Block& block, std::string& out);
  Flow render(const Statement& statement, std::string& out);
  void render(const Reference& reference, std::string& out);
  Flow render_if(const Statement& statement, std::string& out);
  Flow render_foreach(const Statement& statement, std::string& out);
  Flow render_call(const Statement& statement, std::string& out);
  Flow render_evaluate(const Statement& statement, std::string& out);
  Flow render_break(const Statement& statement);
  void set(const Statement& statement);
  void assign(const Reference& target, const Value& value);
  void write(std::string& out, std::string_view text);
  std::string null_text(const Reference& reference) const;

  // ---- expressions (evaluation.cpp)
  Value evaluate(const Expression& expression);
  bool is_true(const Expression& expression);
  Value add(const Expression& expression);
  Value range(const Expression& expression);
  Value collection(const Expression& expression);
  Value resolve(const Reference& reference);
  Value resolve(const Reference& reference, size_t accesses);
  Value access(const Value& target, const Access& access);
  Value index(const Value& target, const Value& index);
  std::string interpolate(const Expression& expression);

  // ---- variables
  Value variable(const std::string& name) { return variable(name, frame_); }
  Value variable(const std::string& name, Frame* frame);
  bool is_set(const std::string& name);
  void put(const std::string& name, const Value& value);
  void step();

  std::map<std::string, std::shared_ptr<const Statement>> macros_;
  const Block& block_;
  Variables& globals_;
  Heap& heap_;
  const RenderOptions& options_;
  std::vector<std::shared_ptr<const Template>> evaluated_;  ///< lives on: what they define is used later
  Frame* frame_ = nullptr;
  Object* break_from_ = nullptr;  ///< the loop that a #break names
  size_t steps_ = 0;
  size_t written_ = 0;
  int depth_ = 0;
  int macro_depth_ = 0;
};

/// Counts how deep the rendering is; throws RenderError where that is too deep.
class Interpreter::Deeper {
 public:
  explicit Deeper(Interpreter& interpreter);
  ~Deeper() { --interpreter_.depth_; }
  Deeper(const Deeper&) = delete;

 private:
  Interpreter& interpreter_;
};

}  // namespace cloudling::velocity
