#pragma once

// From a path and a method to a resource of an API. Pure functions.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/apigateway/rest/shapes.h"

namespace cloudling::apigateway::rest {

struct RouteMatch {
  const Resource* resource = nullptr;             ///< nullptr where none fits
  const Method* method = nullptr;                 ///< nullptr where the resource has no such method
  std::map<std::string, std::string> parameters;  ///< of the path, decoded
};

/// The resources of one API, ready to be searched; they outlive it.
class Router {
 public:
  explicit Router(const std::vector<Resource>& resources);

  /// Literal segments go before variables, and those before "{proxy+}"; ANY stands for methods that are not there.
  RouteMatch find(std::string_view raw_path, const std::string& method) const;

 private:
  struct Node {
    const Resource* resource = nullptr;
    std::map<std::string, Node, std::less<>> children;
  };
  static bool descend(const Node& node, const std::vector<std::string>& segments, size_t at, RouteMatch& match);

  Node root_;
};

}  // namespace cloudling::apigateway::rest
