#include "emulators/s3/shapes_common.h"

namespace cloudling::s3 {

using aws::field;
using aws::Structure;

const Structure& Owner::shape() {
  static const Structure shape{"Owner", {field<&Owner::id>("ID"), field<&Owner::display_name>("DisplayName")}};
  return shape;
}

const Structure& Tag::shape() {
  static const Structure shape{"Tag", {field<&Tag::key>("Key").required(), field<&Tag::value>("Value").required()}};
  return shape;
}

const Structure& CommonPrefix::shape() {
  static const Structure shape{"CommonPrefix", {field<&CommonPrefix::prefix>("Prefix")}};
  return shape;
}

}  // namespace cloudling::s3
