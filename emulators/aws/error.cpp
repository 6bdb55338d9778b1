#include "emulators/aws/error.h"

namespace cloudling::aws {

Error not_implemented(const std::string& service, const std::string& operation) {
  return {501, "NotImplemented", "Cloudling does not implement " + service + "'s operation " + operation + "."};
}

}  // namespace cloudling::aws
