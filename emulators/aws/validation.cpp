#include "emulators/aws/validation.h"

#include <re2/re2.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

#include "emulators/aws/encoding.h"
#include "emulators/aws/error.h"
#include "emulators/aws/member_path.h"
#include "emulators/aws/scalar.h"

namespace cloudling::aws {

namespace {

/// Compiled once, when first met: patterns come from field lists, so there are finitely many.
const re2::RE2& compiled(const std::string& pattern) {
  static std::mutex mutex;
  static std::unordered_map<std::string, std::unique_ptr<re2::RE2>> cache;
  const std::lock_guard lock(mutex);
  auto& entry = cache[pattern];
  if (!entry) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_dot_nl(true);
    entry = std::make_unique<re2::RE2>(pattern, options);
    if (!entry->ok()) throw std::logic_error("field list has a bad pattern: " + pattern);
  }
  return *entry;
}

std::string join(const std::vector<std::string>& parts, const char* separator) {
  std::string joined;
  for (const auto& part : parts) {
    if (!joined.empty()) joined += separator;
    joined += part;
  }
  return joined;
}

/// A value as Java prints it: text, [a, b], {k=v}, Name(member=value).
std::string show(const Type& type, const void* value);

std::string show_list(const Type& type, const void* list) {
  std::vector<std::string> items;
  for (size_t i = 0; i < type.size(list); ++i) items.push_back(show(type.element(), type.at(list, i)));
  return "[" + join(items, ", ") + "]";
}

std::string show_map(const Type& type, const void* map) {
  struct State {
    const Type& element;
    std::vector<std::string> entries;
  } state{type.element(), {}};
  type.each(map, &state, [](void* raw, const std::string& key, const void* value) {
    auto& s = *static_cast<State*>(raw);
    s.entries.push_back(key + "=" + show(s.element, value));
  });
  return "{" + join(state.entries, ", ") + "}";
}

std::string show_structure(const Structure& shape, const void* owner) {
  std::vector<std::string> members;
  for (const Field& field : shape.fields) {
    const void* value = field.get(owner);
    if (value) members.push_back(field.name + "=" + (field.secret ? "***" : show(*field.type, value)));
  }
  return shape.name + "(" + join(members, ", ") + ")";
}

std::string show(const Type& type, const void* value) {
  switch (type.kind) {
    case Kind::kList:
      return show_list(type, value);
    case Kind::kMap:
      return show_map(type, value);
    case Kind::kStructure:
      return show_structure(type.structure(), value);
    case Kind::kBlob:
      return "java.nio.HeapByteBuffer";
    case Kind::kDocument:
      return json::write(*static_cast<const json::Value*>(value));
    case Kind::kStream:
      return "";
    default:
      return print_scalar(type.kind, TimestampFormat::kIso8601, value);
  }
}

std::string bound(const char* what, const char* relation, int64_t limit) {
  return std::string("Member must have ") + what + " " + relation + " than or equal to " + std::to_string(limit);
}

std::string enum_set(const Rules& rules) {
  return "Member must satisfy enum value set: [" + join(rules.values, ", ") + "]";
}
std::string pattern_rule(const Rules& rules) {
  return "Member must satisfy regular expression pattern: " + rules.regex;
}

/// What of `rules` the value breaks, in AWS's order.
template <class Number>
void check_bounds(const Rules& rules, Number amount, const char* what, std::vector<std::string>& broken) {
  if (rules.max && amount > static_cast<Number>(*rules.max)) broken.push_back(bound(what, "less", *rules.max));
  if (rules.min && amount < static_cast<Number>(*rules.min)) broken.push_back(bound(what, "greater", *rules.min));
}

void check_text(const Rules& rules, const std::string& text, std::vector<std::string>& broken) {
  check_bounds(rules, static_cast<int64_t>(count_characters(text)), "length", broken);
  if (!rules.values.empty() && std::ranges::find(rules.values, text) == rules.values.end())
    broken.push_back(enum_set(rules));
  if (!rules.regex.empty() && !re2::RE2::FullMatch(text, compiled(rules.regex))) broken.push_back(pattern_rule(rules));
}

std::vector<std::string> broken_rules(const Rules& rules, const Type& type, const void* value) {
  std::vector<std::string> broken;
  switch (type.kind) {
    case Kind::kString:
      check_text(rules, *static_cast<const std::string*>(value), broken);
      break;
    case Kind::kBlob:
      check_bounds(rules, static_cast<int64_t>(static_cast<const Blob*>(value)->bytes.size()), "length", broken);
      break;
    case Kind::kList:
    case Kind::kMap:
      check_bounds(rules, static_cast<int64_t>(type.size(value)), "length", broken);
      break;
    case Kind::kInteger:
      check_bounds(rules, *static_cast<const int64_t*>(value), "value", broken);
      break;
    case Kind::kDouble:
      check_bounds(rules, *static_cast<const double*>(value), "value", broken);
      break;
    default:
      break;
  }
  return broken;
}

/// All that the items of a container must satisfy, as AWS lists it when one of them does not.
std::string all_rules(const Rules& rules, const char* what) {
  std::vector<std::string> all;
  if (rules.max) all.push_back(bound(what, "less", *rules.max));
  if (rules.min) all.push_back(bound(what, "greater", *rules.min));
  if (!rules.values.empty()) all.push_back(enum_set(rules));
  if (!rules.regex.empty()) all.push_back(pattern_rule(rules));
  return "[" + join(all, ", ") + "]";
}

const char* measure_of(const Type& type) {
  return type.kind == Kind::kInteger || type.kind == Kind::kDouble ? "value" : "length";
}

class Validator {
 public:
  explicit Validator(const AnyShape& input) : missing_(input.missing.begin(), input.missing.end()) {
    structure(input.shape(), input.data(), "");
  }

  std::vector<std::string> take() { return std::move(violations_); }

 private:
  void structure(const Structure& shape, const void* owner, std::string_view path) {
    for (const Field& field : shape.fields) {
      const std::string at = member_path(path, field);
      if (is_missing(at))
        add("Value null", at, "Member must not be null");
      else if (const void* value = field.get(owner))
        member(field, value, at);
    }
  }

  void member(const Field& field, const void* value, const std::string& path) {
    // A stream is judged by its operation; an absent optional has no value, an absent plain member its default.
    if (field.any()) {
      for (const auto& rule : broken_rules(field, *field.type, value)) add(shown(field, value), path, rule);
    }
    if (field.items.any()) check_items(field, value, path);
    if (field.keys.any()) check_keys(field, value, path);
    descend(*field.type, value, path);
  }

  void descend(const Type& type, const void* value, const std::string& path) {
    if (type.kind == Kind::kStructure) return structure(type.structure(), value, path);
    if (type.kind == Kind::kList) return descend_list(type, value, path);
    if (type.kind == Kind::kMap) return descend_map(type, value, path);
  }

  void descend_list(const Type& type, const void* list, const std::string& path) {
    if (type.element().kind < Kind::kList && missing_.empty()) return;
    for (size_t i = 0; i < type.size(list); ++i) inside(type.element(), type.at(list, i), item_path(path, i));
  }

  void descend_map(const Type& type, const void* map, const std::string& path) {
    struct State {
      Validator& self;
      const Type& element;
      const std::string& path;
    } state{*this, type.element(), path};
    type.each(map, &state, [](void* raw, const std::string& key, const void* value) {
      auto& s = *static_cast<State*>(raw);
      s.self.inside(s.element, value, value_path(s.path, key));
    });
  }

  void inside(const Type& type, const void* value, const std::string& path) {
    if (is_missing(path))
      add("Value null", path, "Member must not be null");
    else
      descend(type, value, path);
  }

  void check_items(const Field& field, const void* value, const std::string& path) {
    struct State {
      const Rules& rules;
      const Type& element;
      bool broken = false;
    } state{field.items, field.type->element()};
    const bool is_map = field.type->kind == Kind::kMap;
    if (is_map) {
      field.type->each(value, &state, [](void* raw, const std::string&, const void* item) {
        auto& s = *static_cast<State*>(raw);
        s.broken = s.broken || !broken_rules(s.rules, s.element, item).empty();
      });
    } else {
      for (size_t i = 0; i < field.type->size(value); ++i) {
        state.broken = state.broken || !broken_rules(state.rules, state.element, field.type->at(value, i)).empty();
      }
    }
    const char* what = is_map ? "Map value must satisfy constraint: " : "Member must satisfy constraint: ";
    if (state.broken) add(shown(field, value), path, what + all_rules(field.items, measure_of(state.element)));
  }

  void check_keys(const Field& field, const void* value, const std::string& path) {
    struct State {
      const Rules& rules;
      bool broken = false;
    } state{field.keys};
    field.type->each(value, &state, [](void* raw, const std::string& key, const void*) {
      auto& s = *static_cast<State*>(raw);
      s.broken = s.broken || !broken_rules(s.rules, type_of<std::string>(), &key).empty();
    });
    if (state.broken)
      add(shown(field, value), path, "Map keys must satisfy constraint: " + all_rules(field.keys, "length"));
  }

  static std::string shown(const Field& field, const void* value) {
    return field.secret ? "Value" : "Value '" + show(*field.type, value) + "'";
  }

  bool is_missing(const std::string& path) const { return !missing_.empty() && missing_.contains(path); }

  void add(const std::string& value, const std::string& path, const std::string& rule) {
    violations_.push_back(value + " at '" + path + "' failed to satisfy constraint: " + rule);
  }

  std::unordered_set<std::string> missing_;
  std::vector<std::string> violations_;
};

}  // namespace

std::vector<std::string> find_violations(const AnyShape& input) { return Validator(input).take(); }

std::string violations_message(const std::vector<std::string>& violations) {
  const std::string count = std::to_string(violations.size());
  return count + (violations.size() == 1 ? " validation error detected: " : " validation errors detected: ") +
         join(violations, "; ");
}

void validate(const AnyShape& input, std::string_view code) {
  const auto violations = find_violations(input);
  if (!violations.empty()) throw Error(400, std::string(code), violations_message(violations));
}

}  // namespace cloudling::aws
