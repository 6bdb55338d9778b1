#pragma once

// Custom domain names: which API a request to one means (Amazon API Gateway Developer Guide, "Use API mappings to
// connect API stages to a custom domain name"). Base path mappings of REST APIs and API mappings of version 2 are one
// here: the longest base path that the request's path begins with. A name "*.example.com" has all right below it.

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/store/store.h"

namespace cloudling::apigateway {

struct MappedApi {
  std::string base_path;  ///< "/v1/pets"; "" of all that no other has
  std::string api_id;
  std::optional<std::string> stage;  ///< nothing where the path names it
};

/// Thread-safe. All names are kept in memory until one is written.
class CustomDomains {
 public:
  explicit CustomDomains(store::Store& store) : store_(store) {}

  /// `host` is a name without port, in any case.
  bool has(std::string_view host);

  /// Nothing where the name has no mapping for the path.
  std::optional<MappedApi> find(std::string_view host, std::string_view path);

  /// To be called by whatever writes domain names or mappings.
  void forget_after(store::WriteTransaction& tx);

 private:
  using Mappings = std::vector<MappedApi>;  ///< longer base paths first
  using Names = std::map<std::string, Mappings, std::less<>>;

  std::shared_ptr<const Names> names();

  store::Store& store_;
  std::mutex mutex_;
  std::shared_ptr<const Names> names_;  ///< nullptr where they have to be read
  uint64_t generation_ = 0;             ///< counts the changes that make what is read before them void
  uint64_t epoch_ = 0;                  ///< of the store, as names_ was filled
};

/// The names' and mappings' index. Comes after the migrations of REST APIs.
std::vector<store::Migration> domain_migrations();

}  // namespace cloudling::apigateway
