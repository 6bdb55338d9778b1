#include "emulators/aws/operations_table.h"

#include <algorithm>

#include "emulators/aws/catalogue.h"

namespace cloudling::aws {

namespace {

size_t count_done(const Registry& registry, const CatalogueService& service) {
  return static_cast<size_t>(std::ranges::count_if(service.operations(), [&](const CatalogueOperation& op) {
    return registry.find(service.id, op.name) != nullptr;
  }));
}

void append_summary(std::string& out, const Registry& registry) {
  out += "| service | here | of AWS's |\n|---|---|---|\n";
  for (const CatalogueService& service : catalogue()) {
    out.append("| ").append(service.title).append(" (`").append(service.id).append("`) | ");
    out += std::to_string(count_done(registry, service)) + " | " + std::to_string(service.operations().size()) + " |\n";
  }
}

void append_service(std::string& out, const Registry& registry, const CatalogueService& service) {
  out.append("\n## ").append(service.title).append("\n\n| operation | here |\n|---|---|\n");
  for (const CatalogueOperation& operation : service.operations()) {
    out.append("| ").append(operation.name).append(registry.find(service.id, operation.name) ? " | yes |\n" : " | |\n");
  }
}

}  // namespace

std::string operations_table(const Registry& registry) {
  std::string out =
      "# Operations\n\nAll operations that AWS has, and which of them Cloudling answers; any other is refused with 501 "
      "`NotImplemented`.\nMade by `cloudling operations`.\n\n";
  append_summary(out, registry);
  for (const CatalogueService& service : catalogue()) append_service(out, registry, service);
  return out;
}

}  // namespace cloudling::aws
