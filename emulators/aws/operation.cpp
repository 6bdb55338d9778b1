#include "emulators/aws/operation.h"

#include <utility>

namespace cloudling::aws {

void Registry::add(Operation operation) {
  std::string name = operation.service + "." + operation.name;
  operations_.emplace(std::move(name), std::move(operation));
}

const Operation* Registry::find(std::string_view service, std::string_view operation) const {
  std::string name(service);
  name += '.';
  name += operation;
  const auto found = operations_.find(name);
  return found == operations_.end() ? nullptr : &found->second;
}

}  // namespace cloudling::aws
