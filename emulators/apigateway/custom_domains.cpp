#include "emulators/apigateway/custom_domains.h"

#include <algorithm>

#include "asl/json/json.h"

namespace cloudling::apigateway {

namespace {

constexpr const char* kIndex =
    "CREATE INDEX rest_items_domains ON rest_items (kind) "
    "WHERE kind IN ('domain', 'http-domain', 'mapping', 'http-mapping');";

constexpr const char* kNames = "SELECT id FROM rest_items WHERE kind IN ('domain', 'http-domain')";
constexpr const char* kMappings = "SELECT kind, parent, body FROM rest_items WHERE kind IN ('mapping', 'http-mapping')";

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; });
  return lowered;
}

/// Of version 1 or 2, which name their members differently.
MappedApi mapping_of(const json::Value& body, bool second) {
  const auto text = [&](const char* name) -> std::optional<std::string> {
    const json::Value* member = json::find(body, name);
    return member && member->is_string() ? std::optional(member->get<std::string>()) : std::nullopt;
  };
  MappedApi mapped{.base_path = text(second ? "ApiMappingKey" : "basePath").value_or(""),
                   .api_id = text(second ? "ApiId" : "restApiId").value_or(""),
                   .stage = text(second ? "Stage" : "stage")};
  if (mapped.base_path == "(none)") mapped.base_path.clear();
  if (!mapped.base_path.empty()) mapped.base_path.insert(0, "/");
  if (mapped.stage && mapped.stage->empty()) mapped.stage.reset();
  return mapped;
}

/// Itself, or "*" in place of its first label.
template <class Names>
auto find_name(const Names& names, std::string_view host) {
  if (names.empty()) return names.end();
  const std::string name = lower(host);
  const auto exact = names.find(name);
  const size_t dot = name.find('.');
  return exact != names.end() || dot == std::string::npos ? exact : names.find("*" + name.substr(dot));
}

}  // namespace

std::vector<store::Migration> domain_migrations() {
  return {{.service = "apigateway-domains", .number = 1, .sql = kIndex}};
}

bool CustomDomains::has(std::string_view host) {
  const auto known = names();
  return find_name(*known, host) != known->end();
}

std::optional<MappedApi> CustomDomains::find(std::string_view host, std::string_view path) {
  const auto known = names();
  const auto name = find_name(*known, host);
  if (name == known->end()) return std::nullopt;
  for (const MappedApi& each : name->second) {
    const std::string& base = each.base_path;
    if (path.starts_with(base) && (base.empty() || path.size() == base.size() || path[base.size()] == '/')) return each;
  }
  return std::nullopt;
}

std::shared_ptr<const CustomDomains::Names> CustomDomains::names() {
  uint64_t generation = 0;
  {
    const std::lock_guard lock(mutex_);
    if (epoch_ != store_.epoch()) names_.reset();
    epoch_ = store_.epoch();
    if (names_) return names_;
    generation = generation_;
  }
  auto read = std::make_shared<Names>();
  store_.read_inline([&](store::ReadTransaction& tx) {
    store::Rows name = tx.query(kNames);
    while (name.next()) (*read)[lower(name.string(0))];
    store::Rows mapping = tx.query(kMappings);
    while (mapping.next()) {
      const json::Value body = json::parse(mapping.string(2)).value_or(json::Value::object());
      (*read)[lower(mapping.string(1))].push_back(mapping_of(body, mapping.string(0) == "http-mapping"));
    }
  });
  for (auto& [name, mappings] : *read)
    std::ranges::stable_sort(mappings, std::greater{}, [](const MappedApi& each) { return each.base_path.size(); });
  const std::lock_guard lock(mutex_);
  if (generation == generation_) names_ = read;
  return read;
}

void CustomDomains::forget_after(store::WriteTransaction& tx) {
  tx.after_commit([this] {
    const std::lock_guard lock(mutex_);
    names_.reset();
    ++generation_;
  });
}

}  // namespace cloudling::apigateway
