#include <array>
#include <utility>

#include "asl/intrinsic/expression.h"

namespace cloudling::asl {
namespace {

// Limits of the developer guide: nesting 10; text is bounded by the definition's own size.
constexpr int kMaxNesting = 10;
constexpr size_t kMaxTextBytes = 16 * 1024;

struct Signature {
  std::string_view name;
  IntrinsicFunction function;
  size_t least;
  size_t most;
};

constexpr size_t kAny = SIZE_MAX;

constexpr std::array<Signature, 18> kFunctions = {{
    {"Format", IntrinsicFunction::kFormat, 1, kAny},
    {"StringToJson", IntrinsicFunction::kStringToJson, 1, 1},
    {"JsonToString", IntrinsicFunction::kJsonToString, 1, 1},
    {"Array", IntrinsicFunction::kArray, 0, kAny},
    {"ArrayPartition", IntrinsicFunction::kArrayPartition, 2, 2},
    {"ArrayContains", IntrinsicFunction::kArrayContains, 2, 2},
    {"ArrayRange", IntrinsicFunction::kArrayRange, 3, 3},
    {"ArrayGetItem", IntrinsicFunction::kArrayGetItem, 2, 2},
    {"ArrayLength", IntrinsicFunction::kArrayLength, 1, 1},
    {"ArrayUnique", IntrinsicFunction::kArrayUnique, 1, 1},
    {"Base64Encode", IntrinsicFunction::kBase64Encode, 1, 1},
    {"Base64Decode", IntrinsicFunction::kBase64Decode, 1, 1},
    {"Hash", IntrinsicFunction::kHash, 2, 2},
    {"JsonMerge", IntrinsicFunction::kJsonMerge, 3, 3},
    {"MathRandom", IntrinsicFunction::kMathRandom, 2, 3},
    {"MathAdd", IntrinsicFunction::kMathAdd, 2, 2},
    {"StringSplit", IntrinsicFunction::kStringSplit, 2, 2},
    {"UUID", IntrinsicFunction::kUuid, 0, 0},
}};

struct Problem {
  std::string message;
};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Expression whole_call() {
    space();
    Expression call = this->call(1);
    space();
    if (at_ < text_.size()) fail("unexpected text after the call");
    return call;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const { throw Problem{what + " at position " + std::to_string(at_)}; }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void space() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
  }
  bool take(std::string_view token) {
    if (text_.substr(at_, token.size()) != token) return false;
    at_ += token.size();
    return true;
  }

  Expression call(int nesting) {
    if (nesting > kMaxNesting) fail("calls are nested deeper than 10");
    if (!take("States.")) fail("expected a function");
    const size_t begin = at_;
    while (std::isalnum(static_cast<unsigned char>(peek())) != 0) ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    const Signature& signature = find(name);
    Expression::Call call{signature.function, {}};
    space();
    if (!take("(")) fail("expected '('");
    arguments(call, nesting);
    if (call.arguments.size() < signature.least || call.arguments.size() > signature.most) {
      fail("States." + std::string(name) + " does not take " + std::to_string(call.arguments.size()) + " arguments");
    }
    return Expression{std::move(call)};
  }

  const Signature& find(std::string_view name) const {
    for (const Signature& signature : kFunctions) {
      if (signature.name == name) return signature;
    }
    fail("unknown function States." + std::string(name));
  }

  void arguments(Expression::Call& call, int nesting) {
    space();
    if (take(")")) return;
    while (true) {
      space();
      call.arguments.push_back(argument(nesting));
      space();
      if (take(")")) return;
      if (!take(",")) fail("expected ',' or ')'");
    }
  }

  Expression argument(int nesting) {
    const char c = peek();
    if (c == '\'') return Expression{string()};
    if (c == '$') return Expression{path()};
    if (looks_intrinsic(text_.substr(at_))) return call(nesting + 1);
    return Expression{literal()};
  }

  json::Value string() {
    std::string out;
    ++at_;
    while (at_ < text_.size() && peek() != '\'') {
      if (peek() == '\\') {
        ++at_;
        // Escaped braces stay escaped for States.Format; it is the one that reads them.
        if (peek() == '{' || peek() == '}') out += '\\';
        if (at_ >= text_.size()) break;
      }
      out += text_[at_++];
    }
    if (at_ >= text_.size()) fail("unterminated string");
    ++at_;
    return out;
  }

  jsonpath::Path path() {
    const size_t begin = at_;
    int depth = 0;
    char quote = '\0';
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (quote != '\0') {
        if (c == '\\') ++at_;
        if (c == quote) quote = '\0';
        continue;
      }
      if (c == '\'' || c == '"') quote = c;
      if (c == '[' || c == '(') ++depth;
      if ((c == ',' || c == ')' || c == ' ') && depth == 0) break;
      if (c == ']' || c == ')') --depth;
    }
    at_ = std::min(at_, text_.size());
    std::string problem;
    auto parsed = jsonpath::Path::parse(text_.substr(begin, at_ - begin), &problem);
    if (!parsed) fail("not a path (" + problem + ")");
    return std::move(*parsed);
  }

  json::Value literal() {
    const size_t begin = at_;
    while (at_ < text_.size() && peek() != ',' && peek() != ')' && peek() != ' ') ++at_;
    auto value = json::parse(text_.substr(begin, at_ - begin));
    if (!value || value->is_structured() || value->is_string()) fail("expected an argument");
    return std::move(*value);
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

bool looks_intrinsic(std::string_view text) { return text.starts_with("States."); }

std::optional<Expression> parse_intrinsic(std::string_view text, std::string* problem) {
  try {
    if (text.size() > kMaxTextBytes) throw Problem{"longer than " + std::to_string(kMaxTextBytes) + " bytes"};
    return Parser(text).whole_call();
  } catch (const Problem& found) {
    if (problem != nullptr) *problem = found.message;
    return std::nullopt;
  }
}

}  // namespace cloudling::asl
