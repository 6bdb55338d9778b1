#include "emulators/aws/query_form.h"

#include <algorithm>

namespace cloudling::aws {

namespace {

constexpr size_t kMaxParts = 32;
constexpr size_t kMaxParameters = 20000;

FormNode* node_at(FormNode& root, std::string_view name) {
  FormNode* node = &root;
  for (size_t parts = 0;; ++parts) {
    if (parts == kMaxParts) return nullptr;
    const size_t dot = name.find('.');
    node = &node->children[std::string(name.substr(0, dot))];
    if (dot == std::string_view::npos) return node;
    name.remove_prefix(dot + 1);
  }
}

}  // namespace

const FormNode* FormNode::child(std::string_view name) const {
  const auto found = children.find(name);
  return found == children.end() ? nullptr : &found->second;
}

std::optional<FormNode> make_form_tree(const Query& parameters) {
  if (parameters.size() > kMaxParameters) return std::nullopt;
  FormNode root;
  for (const QueryParameter& parameter : parameters) {
    FormNode* node = node_at(root, parameter.name);
    if (!node) return std::nullopt;
    node->value = parameter.value;
  }
  return root;
}

}  // namespace cloudling::aws
