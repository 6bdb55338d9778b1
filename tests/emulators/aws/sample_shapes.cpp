#include "tests/emulators/aws/sample_shapes.h"

namespace cloudling::aws::test {

namespace {
constexpr const char* kNamespace = "http://s3.amazonaws.com/doc/2006-03-01/";
}

const Structure& Label::shape() {
  static const Structure shape{
      "Label", {field<&Label::key>("Key").required().length(1, 8).matching("[a-z]*"), field<&Label::value>("Value")}};
  return shape;
}

const Structure& Widget::shape() {
  using T = Widget;
  static const Structure shape{
      "Widget",
      {field<&T::name>("Name").required().length(1, 10), field<&T::size>("Size").range(1, 100),
       field<&T::ratio>("Ratio").at_most(1), field<&T::on>("On"), field<&T::made>("Made"),
       field<&T::shown>("Shown").format(TimestampFormat::kIso8601), field<&T::data>("Data").length(0, 4),
       field<&T::kind>("Kind").one_of({"BIG", "SMALL"}), field<&T::secret>("Secret").length(8, 20).sensitive(),
       field<&T::words>("Words").length(0, 3).each({.min = 1, .max = 5, .regex = "[a-z]+"}),
       field<&T::labels>("Labels").length(0, 2),
       field<&T::notes>("Notes").each({.max = 4}).each_key({.min = 2, .max = 6}), field<&T::extra>("Extra"),
       field<&T::main>("Main").on_wire("MainLabel")}};
  return shape;
}

const Structure& RestInput::shape() {
  using T = RestInput;
  static const Structure shape{
      "RestInput",
      {field<&T::id>("FunctionName").in_path().required().length(1, 20),
       field<&T::filters>("Filters").in_query("filter"), field<&T::limit>("MaxItems").in_query("MaxItems"),
       field<&T::dry>("DryRun").in_query("dry"), field<&T::token>("Token").in_header("X-Token"),
       field<&T::since>("Since").in_header("X-Since"), field<&T::parts>("Parts").in_header("X-Parts"),
       field<&T::meta>("Meta").with_header_prefix("X-Meta-"), field<&T::title>("Title"), field<&T::made>("Made")}};
  return shape;
}

const Structure& RestOutput::shape() {
  using T = RestOutput;
  static const Structure shape{
      "RestOutput",
      {field<&T::status>("StatusCode").as_status(), field<&T::token>("Token").in_header("X-Token"),
       field<&T::changed>("Changed").in_header("Last-Modified"), field<&T::parts>("Parts").in_header("X-Parts"),
       field<&T::meta>("Meta").with_header_prefix("X-Meta-"), field<&T::title>("Title"), field<&T::labels>("Labels")}};
  return shape;
}

const Structure& BlobMessage::shape() {
  using T = BlobMessage;
  static const Structure shape{"BlobMessage",
                               {field<&T::id>("FunctionName").in_path(), field<&T::payload>("Payload").as_payload()}};
  return shape;
}

const Structure& StreamMessage::shape() {
  using T = StreamMessage;
  static const Structure shape{
      "StreamMessage",
      {field<&T::bucket>("Bucket").in_path(), field<&T::key>("Key").in_path(),
       field<&T::type>("ContentType").in_header("Content-Type"),
       field<&T::length>("ContentLength").in_header("Content-Length"),
       field<&T::meta>("Metadata").with_header_prefix("x-amz-meta-"), field<&T::body>("Body").as_payload()}};
  return shape;
}

const Structure& Grantee::shape() {
  static const Structure shape{"Grantee",
                               {field<&Grantee::type>("Type")
                                    .on_wire("xsi:type")
                                    .as_attribute()
                                    .in_namespace("http://www.w3.org/2001/XMLSchema-instance"),
                                field<&Grantee::name>("DisplayName")}};
  return shape;
}

const Structure& XmlRules::shape() {
  using T = XmlRules;
  static const Structure shape{
      "XmlRules",
      {field<&T::rules>("Rules").on_wire("Rule").flattened(), field<&T::methods>("Methods").items_named("Method"),
       field<&T::grantee>("Grantee"), field<&T::until>("Until"), field<&T::days>("Days"), field<&T::on>("On")},
      kNamespace};
  return shape;
}

const Structure& XmlInput::shape() {
  using T = XmlInput;
  static const Structure shape{
      "XmlInput",
      {field<&T::bucket>("Bucket").in_path().required(), field<&T::version>("VersionId").in_query("versionId"),
       field<&T::max_keys>("MaxKeys").in_query("max-keys"), field<&T::since>("Since").in_header("If-Modified-Since"),
       field<&T::own_since>("OwnSince").in_header("x-amz-since"), field<&T::rules>("RulesConfiguration").as_payload()}};
  return shape;
}

const Structure& XmlOutput::shape() {
  using T = XmlOutput;
  static const Structure shape{
      "ListResult",
      {field<&T::etag>("ETag").in_header("ETag"), field<&T::changed>("LastModified"),
       field<&T::rules>("Rules").on_wire("Rule").flattened(), field<&T::methods>("Methods").items_named("Method"),
       field<&T::grantee>("Grantee"), field<&T::prefix>("Prefix")},
      kNamespace};
  return shape;
}

const Structure& NamedItems::shape() {
  using T = NamedItems;
  static const Structure shape{"NamedItems",
                               {field<&T::words>("Words").flattened().items_named("Word"),
                                field<&T::notes>("notes").flattened().items_named("Note.Name.Text"),
                                field<&T::labels>("Labels").flattened().items_named("Label.Name.Value")}};
  return shape;
}

const Structure& LocationOutput::shape() {
  static const Structure shape{.name = "LocationOutput",
                               .fields = {field<&LocationOutput::constraint>("LocationConstraint")},
                               .xml_namespace = kNamespace,
                               .unwrapped = true};
  return shape;
}

}  // namespace cloudling::aws::test
