#include "emulators/aws/operation.h"

#include <stdexcept>
#include <utility>

namespace cloudling::aws {

void Registry::add(Operation operation) {
  std::string key = operation.service + "." + operation.name;
  const auto [at, added] = operations_.emplace(std::move(key), std::move(operation));
  if (!added) throw std::logic_error("operation registered twice: " + at->first);
}

const Operation* Registry::find(std::string_view service, std::string_view operation) const {
  std::string key(service);
  key += '.';
  key += operation;
  const auto found = operations_.find(key);
  return found == operations_.end() ? nullptr : &found->second;
}

}  // namespace cloudling::aws
