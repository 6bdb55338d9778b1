#include "emulators/aws/error.h"

namespace cloudling::aws {

Error not_implemented(const std::string& service, const std::string& operation) {
  return {501, "NotImplemented", "The " + operation + " operation of " + service + " is not implemented."};
}

}  // namespace cloudling::aws
