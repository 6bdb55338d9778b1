#pragma once

// Plain HTTP values, free of any HTTP library: what the server hands in and gets back.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulators/aws/body.h"

namespace cloudling::aws {

/// Header fields in the order they came, repeated ones kept, names compared without case.
class Headers {
 public:
  using Item = std::pair<std::string, std::string>;

  void add(std::string name, std::string value) { items_.emplace_back(std::move(name), std::move(value)); }
  void set(std::string_view name, std::string value);  ///< replaces all of that name
  void erase(std::string_view name);

  const std::string* find(std::string_view name) const;  ///< the first of that name, or nullptr
  std::string_view get(std::string_view name) const;     ///< the first of that name, or ""
  std::vector<std::string_view> all(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }

  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  size_t size() const { return items_.size(); }

 private:
  std::vector<Item> items_;
};

/// One query parameter, decoded; `has_value` tells `?acl=` from `?acl`.
struct QueryParameter {
  std::string name;
  std::string value;
  bool has_value = false;
};

/// The order and repetition of the parameters are the request's.
using Query = std::vector<QueryParameter>;

/// A request as it came. `target` is raw, as on the request line.
struct HttpRequest {
  std::string method;
  std::string target;
  Headers headers;
  Body body;
  std::string peer;  ///< address of the client, without port
  bool tls = false;

  std::string_view raw_path() const;   ///< up to '?', still percent-encoded; "/" at least
  std::string_view raw_query() const;  ///< after '?', "" without
  std::string_view host() const;       ///< Host without port, as sent
  Query query() const;
};

struct HttpResponse {
  int status = 200;
  Headers headers;
  Body body;
};

/// Percent-decodes; with `plus` a '+' is a space (queries and forms). A malformed escape is kept as it stands.
std::string percent_decode(std::string_view text, bool plus = false);

/// Percent-encodes all but AWS's unreserved characters (A-Z a-z 0-9 - . _ ~), and '/' where `keep_slash`.
std::string percent_encode(std::string_view text, bool keep_slash = false);

Query parse_query(std::string_view text);

/// The first parameter of that name, or nullptr.
const QueryParameter* find(const Query& query, std::string_view name);

bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace cloudling::aws
