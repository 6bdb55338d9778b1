// A Pratt parser (JSONata's grammar, https://docs.jsonata.org).

#include <array>
#include <cmath>
#include <utility>

#include "asl/jsonata/lexer.h"
#include "asl/jsonata/node.h"

namespace cloudling::asl::jsonata {
namespace {

constexpr int kMaxDepth = 200;
constexpr int kMaxLinks = 3000;  ///< operators; chains of them nest to the left

struct Power {
  std::string_view name;
  int power;
};
constexpr std::array kPowers = {Power{".", 75},   Power{"[", 80},  Power{"{", 70},  Power{"(", 80},  Power{"?", 20},
                                Power{"+", 50},   Power{"-", 50},  Power{"*", 60},  Power{"/", 60},  Power{"%", 60},
                                Power{"=", 40},   Power{"<", 40},  Power{">", 40},  Power{"^", 40},  Power{"..", 20},
                                Power{":=", 10},  Power{"!=", 40}, Power{"<=", 40}, Power{">=", 40}, Power{"~>", 40},
                                Power{"and", 30}, Power{"or", 25}, Power{"in", 40}, Power{"&", 50},  Power{"@", 80},
                                Power{"#", 80}};

NodePtr make_node(NodeKind kind, std::string text = "") {
  auto node = std::make_shared<Node>();
  node->kind = kind;
  node->text = std::move(text);
  return node;
}

NodePtr literal(json::Value value) {
  auto node = make_node(NodeKind::kLiteral);
  node->value = std::move(value);
  return node;
}

json::Value number_value(double number) {
  const bool whole = std::floor(number) == number && std::abs(number) < 9e15;
  return whole ? json::Value(static_cast<int64_t>(number)) : json::Value(number);
}

class Parser {
 public:
  explicit Parser(std::string_view text) : lexer_(text) { advance(true); }

  NodePtr whole() {
    auto node = expression(0);
    if (token_.kind != Token::Kind::kEnd) throw Error{"S0201", "Syntax error: " + shown()};
    return node;
  }

 private:
  std::string shown() const { return token_.kind == Token::Kind::kEnd ? "(end)" : token_.text; }
  bool is(std::string_view name) const { return token_.kind == Token::Kind::kOperator && token_.text == name; }
  void advance(bool operand) { token_ = lexer_.next(operand); }

  void expect(std::string_view name, bool operand = false) {
    if (!is(name)) {
      if (token_.kind == Token::Kind::kEnd) {
        throw Error{"S0203", "Expected \"" + std::string(name) + "\" before end of expression"};
      }
      throw Error{"S0202", "Expected \"" + std::string(name) + "\", got \"" + shown() + "\""};
    }
    advance(operand);
  }

  /// The power with which the current word binds to what is left of it; 0 where it is no operator.
  int power() const {
    const bool word = token_.kind == Token::Kind::kName && !token_.quoted_name;
    if (token_.kind != Token::Kind::kOperator && !word) return 0;
    for (const Power& known : kPowers) {
      if (known.name == token_.text) return known.power;
    }
    return 0;
  }

  NodePtr expression(int least) {
    if (++depth_ > kMaxDepth) throw Error{"S0500", "The expression is nested too deeply"};
    auto left = prefix();
    while (power() > least) {
      if (++links_ > kMaxLinks) throw Error{"S0500", "The expression is too long"};
      left = infix(std::move(left));
    }
    --depth_;
    return left;
  }

  NodePtr prefix() {
    const Token token = token_;
    switch (token.kind) {
      case Token::Kind::kEnd:
        throw Error{"S0207", "Unexpected end of expression"};
      case Token::Kind::kString:
        advance(false);
        return literal(token.text);
      case Token::Kind::kNumber:
        advance(false);
        return literal(number_value(token.number));
      case Token::Kind::kVariable:
        advance(false);
        return make_node(NodeKind::kVariable, token.text);
      case Token::Kind::kRegex: {
        advance(false);
        auto node = make_node(NodeKind::kRegex, token.text);
        node->ignore_case = token.ignore_case;
        node->multiline = token.multiline;
        return node;
      }
      case Token::Kind::kName:
        return name();
      case Token::Kind::kOperator:
        break;
    }
    return prefix_operator();
  }

  NodePtr name() {
    const Token token = token_;
    advance(false);
    if (!token.quoted_name) {
      if (token.text == "true") return literal(true);
      if (token.text == "false") return literal(false);
      if (token.text == "null") return literal(nullptr);
      if ((token.text == "function" || token.text == "\xCE\xBB") && is("(")) return lambda();
    }
    return make_node(NodeKind::kName, token.text);
  }

  NodePtr prefix_operator() {
    const std::string op = token_.text;
    if (op == "*" || op == "**") {
      advance(false);
      return make_node(op == "*" ? NodeKind::kWildcard : NodeKind::kDescendants);
    }
    if (op == "?") {
      advance(false);
      return make_node(NodeKind::kPlaceholder);
    }
    advance(true);
    if (op == "-") {
      auto node = make_node(NodeKind::kNegate);
      node->left = expression(70);
      return node;
    }
    if (op == "(") return block();
    if (op == "[") return array();
    if (op == "{") return object();
    if (op == "|") return transform();
    if (op == "%") throw Error{"S0211", "The parent operator % is not supported"};
    throw Error{"S0211", "The symbol \"" + op + "\" cannot be used as a unary operator"};
  }

  NodePtr block() {
    auto node = make_node(NodeKind::kBlock);
    while (!is(")")) {
      node->items.push_back(expression(0));
      if (!is(";")) break;
      advance(true);
    }
    expect(")");
    return node;
  }

  NodePtr array() {
    auto node = make_node(NodeKind::kArray);
    while (!is("]")) {
      node->items.push_back(expression(0));
      if (!is(",")) break;
      advance(true);
    }
    expect("]");
    return node;
  }

  void members(Node& node) {
    while (!is("}")) {
      auto key = expression(0);
      expect(":", true);
      auto value = expression(0);
      node.pairs.emplace_back(std::move(key), std::move(value));
      if (!is(",")) break;
      advance(true);
    }
    expect("}");
  }

  NodePtr object() {
    auto node = make_node(NodeKind::kObject);
    members(*node);
    return node;
  }

  NodePtr transform() {
    auto node = make_node(NodeKind::kTransform);
    node->left = expression(0);
    expect("|", true);
    node->right = expression(0);
    if (is(",")) {
      advance(true);
      node->third = expression(0);
    }
    expect("|");
    return node;
  }

  /// "function($a, $b)<signature>{ body }"; signatures are read over.
  NodePtr lambda() {
    auto node = make_node(NodeKind::kLambda);
    expect("(");
    while (!is(")")) {
      if (token_.kind != Token::Kind::kVariable) {
        throw Error{"S0208", "Parameter " + shown() + " of function definition must be a variable name (start with $)"};
      }
      node->parameters.push_back(token_.text);
      advance(false);
      if (!is(",")) break;
      advance(false);
    }
    expect(")");
    if (is("<")) {
      int open = 0;
      do {
        if (is("<")) ++open;
        if (is(">")) --open;
        if (token_.kind == Token::Kind::kEnd) throw Error{"S0203", "Expected \">\" before end of expression"};
        advance(false);
      } while (open > 0);
    }
    expect("{", true);
    node->left = expression(0);
    expect("}");
    return node;
  }

  NodePtr infix(NodePtr left) {
    const std::string op = token_.text;
    const int binding = power();
    if (op == "(") return call(std::move(left));
    if (op == "[") return filter(std::move(left));
    if (op == "{") {
      advance(true);
      auto node = make_node(NodeKind::kGroup);
      node->left = std::move(left);
      members(*node);
      return node;
    }
    if (op == "^") return sort(std::move(left));
    if (op == "@" || op == "#") throw Error{"S0211", "The operator " + op + " is not supported"};
    advance(true);
    if (op == "?") return condition(std::move(left));
    if (op == ":=") {
      if (left->kind != NodeKind::kVariable) {
        throw Error{"S0212", "The left side of := must be a variable name (start with $)"};
      }
      auto node = make_node(NodeKind::kBind, left->text);
      node->right = expression(binding - 1);
      return node;
    }
    auto node = make_node(op == "~>" ? NodeKind::kApply : NodeKind::kBinary, op);
    node->left = std::move(left);
    node->right = expression(binding);
    return node;
  }

  NodePtr condition(NodePtr left) {
    auto node = make_node(NodeKind::kCondition);
    node->left = std::move(left);
    node->right = expression(0);
    if (is(":")) {
      advance(true);
      node->third = expression(0);
    }
    return node;
  }

  NodePtr call(NodePtr left) {
    advance(true);
    auto node = make_node(NodeKind::kCall);
    node->left = std::move(left);
    while (!is(")")) {
      auto argument = expression(0);
      if (argument->kind == NodeKind::kPlaceholder) node->kind = NodeKind::kPartial;
      node->items.push_back(std::move(argument));
      if (!is(",")) break;
      advance(true);
    }
    expect(")");
    return node;
  }

  NodePtr filter(NodePtr left) {
    advance(true);
    if (is("]")) {
      Node* step = left.get();
      while (step->kind == NodeKind::kFilter) step = step->left.get();
      step->keep_array = true;
      advance(false);
      return left;
    }
    auto node = make_node(NodeKind::kFilter);
    node->left = std::move(left);
    node->right = expression(0);
    expect("]");
    return node;
  }

  NodePtr sort(NodePtr left) {
    advance(false);
    expect("(", true);
    auto node = make_node(NodeKind::kSort);
    node->left = std::move(left);
    while (true) {
      SortTerm term;
      if (is("<") || is(">")) {
        term.descending = is(">");
        advance(true);
      }
      term.expression = expression(0);
      node->terms.push_back(std::move(term));
      if (!is(",")) break;
      advance(true);
    }
    expect(")");
    return node;
  }

  Lexer lexer_;
  Token token_;
  int depth_ = 0;
  int links_ = 0;
};

}  // namespace

NodePtr parse_expression(std::string_view text) { return Parser(text).whole(); }

}  // namespace cloudling::asl::jsonata
