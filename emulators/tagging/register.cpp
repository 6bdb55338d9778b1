#include "emulators/service.h"
#include "emulators/tagging/tagging.h"

namespace cloudling::tagging {

void register_operations(aws::Registry& registry, store::Store& store, Tagging& service) {
  Registrar<Tagging> operations(registry, store, "resourcegroupstaggingapi", service);
  operations.awaiting<&Tagging::get_resources>("GetResources")
      .awaiting<&Tagging::tag_resources>("TagResources")
      .awaiting<&Tagging::untag_resources>("UntagResources")
      .awaiting<&Tagging::get_tag_keys>("GetTagKeys")
      .awaiting<&Tagging::get_tag_values>("GetTagValues");
}

}  // namespace cloudling::tagging
