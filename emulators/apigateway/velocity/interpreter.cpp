#include "emulators/apigateway/velocity/interpreter.h"

#include <algorithm>
#include <utility>

#include "emulators/apigateway/velocity/methods.h"

namespace cloudling::velocity {

using Kind = Statement::Kind;

namespace {

constexpr int kMaxDepth = 150;
constexpr int kMaxMacroDepth = 20;      // Velocity's velocimacro.max.depth
constexpr int kMaxDefinitionDepth = 2;  // Velocity's, of a definition within itself

}  // namespace

/// `$foreach`.
class Interpreter::Loop : public Object {
 public:
  Loop(Value parent, size_t size) : parent_(std::move(parent)), size_(size) {}

  void next() { ++count_; }

  Result property(const std::string& name) override {
    if (name == "index") return Value(static_cast<int64_t>(count_) - 1);
    if (name == "count") return Value(static_cast<int64_t>(count_));
    if (name == "hasNext") return Value(count_ < size_);
    if (name == "first") return Value(count_ <= 1);
    if (name == "last") return Value(count_ >= size_);
    if (name == "parent") return parent_;
    if (name == "topmost") return parent_.object() ? parent_.object()->property(name) : Result(Value(this));
    return std::nullopt;
  }
  Result method(const std::string& name, const Values& arguments) override {
    if (!arguments.empty()) return std::nullopt;
    if (name == "hasNext" || name == "isFirst" || name == "isLast")
      return property(name == "hasNext" ? name : lower(name.substr(2)));
    if (name.starts_with("get")) return property(lower(name.substr(3)));
    return std::nullopt;
  }
  std::string text() override { return "{}"; }

 private:
  static std::string lower(std::string name) {
    if (!name.empty() && name[0] >= 'A' && name[0] <= 'Z') name[0] = static_cast<char>(name[0] + ('a' - 'A'));
    return name;
  }

  Value parent_;
  size_t size_;
  size_t count_ = 0;
};

/// What #define makes, and `$bodyContent`: a block that is rendered where it is mentioned.
class Interpreter::Definition : public Object {
 public:
  Definition(Interpreter& interpreter, std::shared_ptr<const Block> block, Frame* frame, bool own_frame)
      : interpreter_(interpreter), block_(std::move(block)), frame_(frame), own_frame_(own_frame) {}

  Result property(const std::string&) override { return std::nullopt; }
  Result method(const std::string& name, const Values& arguments) override {
    if (name == "toString" && arguments.empty()) return Value(text());
    return std::nullopt;
  }
  std::string text() override {
    if (depth_ >= kMaxDefinitionDepth) return "";
    ++depth_;
    Frame* const before = interpreter_.frame_;
    if (own_frame_) interpreter_.frame_ = frame_;
    std::string text = interpreter_.text_of_block(*block_);
    interpreter_.frame_ = before;
    --depth_;
    return text;
  }

 private:
  Interpreter& interpreter_;
  std::shared_ptr<const Block> block_;
  Frame* frame_;
  bool own_frame_;  ///< rendered where it was written, not where it is mentioned
  int depth_ = 0;
};

Interpreter::Deeper::Deeper(Interpreter& interpreter) : interpreter_(interpreter) {
  if (++interpreter_.depth_ > kMaxDepth) throw RenderError("The template is nested too deeply.");
}

Interpreter::Interpreter(const Template& parsed, Variables& variables, Heap& heap, const RenderOptions& options)
    : macros_(parsed.macros), block_(parsed.block), globals_(variables), heap_(heap), options_(options) {}

std::string render(const Template& parsed, Variables& variables, Heap& heap, const RenderOptions& options) {
  return Interpreter(parsed, variables, heap, options).run();
}

std::string Interpreter::run() {
  std::string out;
  render(block_, out);
  return out;
}

std::string Interpreter::text_of_block(const Block& block) {
  std::string text;
  render(block, text);
  return text;
}

void Interpreter::step() {
  if (++steps_ > options_.max_steps) throw RenderError("The template takes too many steps.");
}

void Interpreter::write(std::string& out, std::string_view text) {
  written_ += text.size();
  if (written_ > options_.max_output) throw RenderError("The template writes too much.");
  out += text;
}

Interpreter::Flow Interpreter::render(const Block& block, std::string& out) {
  const Deeper deeper(*this);
  for (const Statement& statement : block) {
    const Flow flow = render(statement, out);
    if (flow != Flow::kOn) return flow;
  }
  return Flow::kOn;
}

Interpreter::Flow Interpreter::render(const Statement& statement, std::string& out) {
  step();
  switch (statement.kind) {
    case Kind::kText:
      write(out, statement.text);
      return Flow::kOn;
    case Kind::kReference:
      render(*statement.reference, out);
      return Flow::kOn;
    case Kind::kSet:
      set(statement);
      return Flow::kOn;
    case Kind::kIf:
      return render_if(statement, out);
    case Kind::kForeach:
      return render_foreach(statement, out);
    case Kind::kCall:
      return render_call(statement, out);
    case Kind::kEvaluate:
      return render_evaluate(statement, out);
    case Kind::kBreak:
      return render_break(statement);
    case Kind::kStop:
      return Flow::kStop;
    case Kind::kMacro:
      return Flow::kOn;
    case Kind::kDefine:
      break;
  }
  auto definition = std::make_unique<Definition>(*this, statement.blocks[0], nullptr, false);
  put(statement.arguments[0].reference->root, heap_.own(std::move(definition)));
  return Flow::kOn;
}

/// Backslashes before a reference: an odd one makes it text, two are one, and all stay where it is null.
void Interpreter::render(const Reference& reference, std::string& out) {
  const Value value = resolve(reference);
  const std::string half(reference.backslashes / 2, '\\');
  write(out, half);
  if (reference.backslashes % 2 == 1) {
    if (value.is_null()) write(out, "\\");
    write(out, reference.literal);
  } else if (value.is_null()) {
    write(out, half);
    write(out, null_text(reference));
  } else {
    write(out, text_of(heap_, value));
  }
}

std::string Interpreter::null_text(const Reference& reference) const {
  if (reference.quiet) return "";
  for (const Frame* frame = frame_; frame; frame = frame->caller) {
    const auto literal = frame->literals.find(reference.literal);
    if (literal != frame->literals.end()) return literal->second;
  }
  const bool empty = options_.null_reference == NullReference::kEmptyWhereRootIsSet && !reference.accesses.empty();
  return empty && globals_.contains(reference.root) ? "" : reference.literal;
}

// ---- directives

void Interpreter::set(const Statement& statement) {
  const Value value = evaluate(statement.arguments[1]);
  if (!value.is_null()) assign(*statement.arguments[0].reference, value);
}

void Interpreter::assign(const Reference& target, const Value& value) {
  if (target.accesses.empty()) return put(target.root, value);
  const Value owner = resolve(target, target.accesses.size() - 1);
  const Access& last = target.accesses.back();
  if (last.kind == Access::Kind::kIndex) {
    const Value index = evaluate(last.arguments[0]);
    if (owner.map()) owner.map()->entries[text_of(heap_, index)] = value;
    if (owner.list() && index.integer()) item_at(*owner.list(), *index.integer()) = value;
  } else if (last.kind == Access::Kind::kProperty) {
    heap_.charge(last.name.size() + sizeof(Value));
    if (owner.map()) owner.map()->entries[last.name] = value;
    if (owner.object()) owner.object()->set_property(last.name, value);
  }
}

Interpreter::Flow Interpreter::render_if(const Statement& statement, std::string& out) {
  for (size_t i = 0; i < statement.arguments.size(); ++i) {
    if (is_true(statement.arguments[i])) return render(*statement.blocks[i], out);
  }
  if (statement.blocks.size() == statement.arguments.size()) return Flow::kOn;
  return render(*statement.blocks.back(), out);
}

Interpreter::Flow Interpreter::render_foreach(const Statement& statement, std::string& out) {
  const Value collection = evaluate(statement.arguments[1]);
  Values items;
  if (collection.list()) {
    heap_.charge(collection.list()->items.size() * sizeof(Value));
    items = collection.list()->items;
  } else if (collection.map()) {
    for (const auto& [key, value] : collection.map()->entries) items.push_back(value);
  } else {
    return Flow::kOn;
  }
  const std::string& name = statement.arguments[0].reference->root;
  const Value before[] = {variable(name), variable("velocityCount"), variable("velocityHasNext"), variable("foreach")};
  auto made = std::make_unique<Loop>(before[3], items.size());
  Loop& loop = *made;
  Object* const scope = heap_.own(std::move(made));
  put("foreach", scope);
  Flow flow = Flow::kOn;
  for (size_t i = 0; i < std::min(items.size(), options_.max_loop) && flow == Flow::kOn; ++i) {
    step();
    loop.next();
    put(name, items[i]);
    put("velocityCount", static_cast<int64_t>(i) + 1);
    put("velocityHasNext", i + 1 < items.size());
    flow = render(*statement.blocks[0], out);
  }
  put(name, before[0]);
  put("velocityCount", before[1]);
  put("velocityHasNext", before[2]);
  put("foreach", before[3]);
  if (flow != Flow::kBreak || (break_from_ && break_from_ != scope)) return flow;
  break_from_ = nullptr;
  return Flow::kOn;
}

Interpreter::Flow Interpreter::render_break(const Statement& statement) {
  if (statement.arguments.empty()) return Flow::kBreak;
  break_from_ = evaluate(statement.arguments[0]).object();
  if (!break_from_) throw RenderError(statement.arguments[0].literal + " is not a valid scope");
  return Flow::kBreak;
}

Interpreter::Flow Interpreter::render_call(const Statement& statement, std::string& out) {
  const auto found = macros_.find(statement.name);
  if (found == macros_.end()) {
    write(out, statement.text);
    return Flow::kOn;
  }
  if (++macro_depth_ > kMaxMacroDepth) throw RenderError("Max calling depth of 20 was exceeded in a macro.");
  const Statement& macro = *found->second;
  Frame frame;
  frame.caller = frame_;
  for (size_t i = 0; i < std::min(macro.parameters.size(), statement.arguments.size()); ++i) {
    const Expression& argument = statement.arguments[i];
    const std::string& name = macro.parameters[i];
    frame.literals["$" + name] = argument.literal;
    if (argument.kind == Expression::Kind::kReference)
      frame.parameters[name] = &argument;
    else
      frame.locals[name] = evaluate(argument);
  }
  if (!statement.blocks.empty()) {
    auto body = std::make_unique<Definition>(*this, statement.blocks[0], frame_, true);
    frame.locals["bodyContent"] = heap_.own(std::move(body));
  }
  frame_ = &frame;
  const Flow flow = render(*macro.blocks[0], out);
  frame_ = frame.caller;
  --macro_depth_;
  return flow == Flow::kBreak && !break_from_ ? Flow::kOn : flow;
}

Interpreter::Flow Interpreter::render_evaluate(const Statement& statement, std::string& out) {
  const Value source = evaluate(statement.arguments[0]);
  if (source.is_null()) return Flow::kOn;
  const auto parsed =
      evaluated_.emplace_back(std::make_shared<const Template>(Template::parse(text_of(heap_, source))));
  for (const auto& [name, macro] : parsed->macros) macros_[name] = macro;
  const Flow flow = render(parsed->block, out);
  return flow == Flow::kBreak && !break_from_ ? Flow::kOn : flow;
}

// ---- variables

Value Interpreter::variable(const std::string& name, Frame* frame) {
  for (; frame; frame = frame->caller) {
    const auto local = frame->locals.find(name);
    if (local != frame->locals.end() && !local->second.is_null()) return local->second;
    const auto parameter = frame->parameters.find(name);
    if (parameter == frame->parameters.end()) continue;
    const Deeper deeper(*this);
    step();
    Frame* const before = std::exchange(frame_, frame->caller);
    Value value = evaluate(*parameter->second);
    frame_ = before;
    return value;
  }
  const auto global = globals_.find(name);
  return global == globals_.end() ? Value() : global->second;
}

/// Sets it in the frame and everywhere above, as Velocity does. Null removes it.
void Interpreter::put(const std::string& name, const Value& value) {
  heap_.charge(name.size() + sizeof(Value));
  for (Frame* frame = frame_; frame; frame = frame->caller) frame->locals[name] = value;
  if (value.is_null())
    globals_.erase(name);
  else
    globals_[name] = value;
}

}  // namespace cloudling::velocity
