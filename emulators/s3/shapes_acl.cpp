#include "emulators/s3/shapes_acl.h"

namespace cloudling::s3 {

using aws::field;
using aws::Structure;

const Structure& Grantee::shape() {
  using T = Grantee;
  static const Structure shape{
      "Grantee",
      {field<&T::display_name>("DisplayName"), field<&T::email_address>("EmailAddress"), field<&T::id>("ID"),
       field<&T::type>("Type")
           .on_wire("xsi:type")
           .as_attribute()
           .in_namespace("http://www.w3.org/2001/XMLSchema-instance")
           .one_of({"CanonicalUser", "AmazonCustomerByEmail", "Group"})
           .required(),
       field<&T::uri>("URI")}};
  return shape;
}

const Structure& Grant::shape() {
  using T = Grant;
  static const Structure shape{
      "Grant",
      {field<&T::grantee>("Grantee"),
       field<&T::permission>("Permission").one_of({"FULL_CONTROL", "WRITE", "WRITE_ACP", "READ", "READ_ACP"})}};
  return shape;
}

const Structure& AccessControlPolicy::shape() {
  using T = AccessControlPolicy;
  static const Structure shape{
      "AccessControlPolicy",
      {field<&T::grants>("Grants").on_wire("AccessControlList").items_named("Grant"), field<&T::owner>("Owner")},
      kXmlNamespace};
  return shape;
}

}  // namespace cloudling::s3
