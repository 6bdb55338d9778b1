#include "emulators/aws/shape.h"

namespace cloudling::aws {

const Structure& Nothing::shape() {
  static const Structure shape{"Nothing", {}};
  return shape;
}

}  // namespace cloudling::aws
