#include "emulators/iam/actions.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "emulators/aws/catalogue.h"
#include "emulators/aws/http.h"

namespace cloudling::iam {

namespace {

struct Need {
  std::string action;
  std::string resource;  ///< a template
};

struct Section {
  std::string prefix;
  std::vector<std::string> resources;
  std::map<std::string, std::vector<Need>, std::less<>> operations;  ///< by "Name" or "Name?Member"
};

using Table = std::map<std::string, Section, std::less<>>;

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  while (!line.empty()) {
    const size_t end = std::min(line.find(' '), line.size());
    if (end > 0) words.emplace_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

Table parse_table(std::string_view text) {
  Table table;
  Section* section = nullptr;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const auto words = words_of(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (words.empty() || words[0] == "#") continue;
    if (words[0] == "service") {
      section = &table[words.at(1)];
      section->prefix = words.at(2);
    } else if (words[0] == "resource") {
      section->resources.push_back(words.at(1));
    } else {
      auto& needs = section->operations[words.at(1)];
      for (size_t i = 2; i + 1 < words.size(); i += 3) needs.push_back({words[i], words[i + 1]});
    }
  }
  return table;
}

const Table& table() {
  static const Table parsed = parse_table(actions_text());
  return parsed;
}

// ---- members of an input
// -------------------------------------------------------------------------------------------

void collect(const aws::Type& type, const void* value, std::string_view path, std::vector<std::string>& texts);

void collect_member(const aws::Structure& shape, const void* owner, std::string_view path,
                    std::vector<std::string>& texts) {
  const size_t dot = std::min(path.find('.'), path.size());
  std::string_view name = path.substr(0, dot);
  if (name.ends_with("[]")) name.remove_suffix(2);
  for (const aws::Field& field : shape.fields) {
    if (field.name != name) continue;
    const void* value = field.get(owner);
    if (value) collect(*field.type, value, path.substr(std::min(dot + 1, path.size())), texts);
  }
}

void collect(const aws::Type& type, const void* value, std::string_view path, std::vector<std::string>& texts) {
  if (type.kind == aws::Kind::kString && path.empty()) {
    texts.push_back(*static_cast<const std::string*>(value));
  } else if (type.kind == aws::Kind::kStructure) {
    collect_member(type.structure(), value, path, texts);
  } else if (type.kind == aws::Kind::kList) {
    for (size_t i = 0; i < type.size(value); ++i) collect(type.element(), type.at(value, i), path, texts);
  }
}

// ---- templates
// -----------------------------------------------------------------------------------------------------

/// "name", "name:alias", "account:function:name" and ARNs: all that stands
/// behind "function:".
std::string as_function(const std::string& name) {
  if (name.starts_with("arn:")) return name;
  const size_t at = name.find("function:");
  return at == std::string::npos ? name : name.substr(at + 9);
}

/// "bucket/key?versionId=..." or with a slash in front, percent-encoded.
std::string as_copy(const std::string& source) {
  std::string text = aws::percent_decode(source.substr(0, source.find("?versionId=")));
  return text.starts_with('/') ? text.substr(1) : text;
}

std::string written(const std::string& how, const std::string& value) {
  if (how == "function") return as_function(value);
  if (how == "copy") return as_copy(value);
  if (how == "queue") return value.substr(value.rfind('/') + 1);
  return value;
}

/// Whether {Member...} begins with a name of the context.
std::optional<std::string> of_context(std::string_view name, const aws::CallContext& context) {
  if (name == "region") return context.region;
  if (name == "account") return context.account;
  return std::nullopt;
}

/// The values of one {...}.
std::vector<std::string> values_of(std::string_view inner, const aws::CallContext& context,
                                   const aws::AnyShape& input) {
  if (auto own = of_context(inner, context)) return {std::move(*own)};
  const size_t bar = std::min(inner.find('|'), inner.size());
  const std::string how(inner.substr(std::min(bar + 1, inner.size())));
  std::string_view path = inner.substr(0, bar);
  const size_t equals = path.find('=');
  std::vector<std::string> values = texts_at(input, path.substr(0, equals));
  std::erase(values, "");
  if (values.empty() && equals != std::string_view::npos) values.emplace_back(path.substr(equals + 1));
  for (std::string& value : values) value = written(how, value);
  return values;
}

/// Nothing where a member is missing; one for each item of a list.
std::vector<std::string> fill(std::string_view text, const aws::CallContext& context, const aws::AnyShape& input) {
  std::vector<std::string> filled{""};
  while (!text.empty()) {
    const size_t open = std::min(text.find('{'), text.size());
    for (std::string& one : filled) one += text.substr(0, open);
    text.remove_prefix(open);
    if (text.empty()) break;
    const size_t close = text.find('}');
    const auto values = values_of(text.substr(1, close - 1), context, input);
    std::vector<std::string> next;
    for (const std::string& one : filled) {
      for (const std::string& value : values) next.push_back(value.starts_with("arn:") ? value : one + value);
    }
    filled = std::move(next);
    text.remove_prefix(close + 1);
    if (!filled.empty() && filled.front().starts_with("arn:") && values.size() == 1 && filled.front() == values.front())
      break;
  }
  return filled;
}

/// "POST" on "arn:aws:apigateway:us-east-1::/restapis/abc/resources".
Permission of_route(const aws::CallContext& context, const aws::CatalogueOperation& route, const aws::AnyShape& input) {
  std::string path;
  for (const std::string_view segment : route.path) {
    path += '/';
    if (!segment.starts_with('{')) {
      path += segment;
      continue;
    }
    std::string name(segment.substr(1, segment.find_first_of("+}") - 1));
    for (const aws::Field& field : input.shape().fields) {
      if (field.location != aws::Location::kPath || (field.name != name && field.wire != name)) continue;
      const auto texts = texts_at(input, field.name);
      if (!texts.empty()) path += texts.front();
    }
  }
  return {"apigateway:" + std::string(route.method), "arn:aws:apigateway:" + context.region + "::" + path};
}

const std::vector<Need>* find_needs(const Section& section, const std::string& operation, const aws::AnyShape& input) {
  const auto with_member = section.operations.lower_bound(operation + "?");
  if (with_member != section.operations.end() && with_member->first.starts_with(operation + "?")) {
    const auto texts = texts_at(input, std::string_view(with_member->first).substr(operation.size() + 1));
    if (!texts.empty() && !texts.front().empty()) return &with_member->second;
  }
  const auto found = section.operations.find(operation);
  return found == section.operations.end() ? nullptr : &found->second;
}

}  // namespace

std::vector<std::string> texts_at(const aws::AnyShape& input, std::string_view path) {
  std::vector<std::string> texts;
  collect_member(input.shape(), input.data(), path, texts);
  return texts;
}

std::vector<Permission> permissions_of(const aws::CallContext& context, const aws::Operation& operation,
                                       const aws::AnyShape& input) {
  const auto section = table().find(operation.service);
  if (section == table().end()) return {{operation.service + ":" + operation.name, "*"}};
  if (section->second.prefix == "apigateway") {
    const auto* service = aws::find_service(operation.service);
    const auto* route = service ? service->find(operation.name) : nullptr;
    if (route) return {of_route(context, *route, input)};
  }
  std::vector<Permission> needed;
  if (const auto* needs = find_needs(section->second, operation.name, input)) {
    for (const Need& need : *needs) {
      for (std::string& resource : fill(need.resource, context, input)) needed.push_back({need.action, resource});
    }
    if (needed.empty()) needed.push_back({needs->front().action, "*"});
    return needed;
  }
  const std::string action = section->second.prefix + ":" + operation.name;
  for (const std::string& text : section->second.resources) {
    for (std::string& resource : fill(text, context, input)) needed.push_back({action, resource});
    if (!needed.empty()) return needed;
  }
  return {{action, "*"}};
}

std::vector<std::string> named_operations() {
  std::vector<std::string> names;
  for (const auto& [service, section] : table()) {
    for (const auto& [name, needs] : section.operations)
      names.push_back(service + "." + name.substr(0, name.find('?')));
  }
  return names;
}

std::vector<std::string> named_services() {
  std::vector<std::string> names;
  for (const auto& [service, section] : table()) names.push_back(service);
  return names;
}

}  // namespace cloudling::iam
