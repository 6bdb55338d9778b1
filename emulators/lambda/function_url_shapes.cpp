#include "emulators/lambda/function_url_shapes.h"

#include <utility>

#include "emulators/lambda/shape_patterns.h"

namespace cloudling::lambda {

using aws::Field;
using aws::field;
using aws::Structure;

namespace {

aws::Rules lengths(int64_t least, int64_t most) {
  aws::Rules rules;
  rules.min = least;
  rules.max = most;
  return rules;
}

template <auto Member>
Field function_name_field() {
  return field<Member>("FunctionName").in_path().length(1, 140).matching(kFunctionName).required();
}

/// Of an alias; AWS's pattern also refuses numbers, which RE2 cannot say.
template <auto Member>
Field alias_field() {
  return field<Member>("Qualifier").in_query("Qualifier").length(1, 128).matching("[0-9a-zA-Z-_]+");
}

template <class S>
std::vector<Field> settings_fields(bool auth_required) {
  using B = UrlSettings;
  Field auth = field<&B::auth_type>("AuthType").one_of({"NONE", "AWS_IAM"});
  auth.is_required = auth_required;
  return {of_base<S, B, &B::auth_type>(std::move(auth)), of_base<S, B, &B::cors>(field<&B::cors>("Cors")),
          of_base<S, B, &B::invoke_mode>(field<&B::invoke_mode>("InvokeMode").one_of({"BUFFERED", "RESPONSE_STREAM"}))};
}

template <class S>
Structure change_shape(std::string name, bool auth_required) {
  Structure shape{std::move(name), {function_name_field<&S::function_name>(), alias_field<&S::qualifier>()}};
  for (Field& member : settings_fields<S>(auth_required)) shape.fields.push_back(std::move(member));
  return shape;
}

}  // namespace

const Structure& UrlCors::shape() {
  using S = UrlCors;
  static const Structure shape{"Cors",
                               {field<&S::allow_credentials>("AllowCredentials"),
                                field<&S::allow_headers>("AllowHeaders").length(0, 100).each(lengths(0, 1024)),
                                field<&S::allow_methods>("AllowMethods").length(0, 6).each(lengths(0, 6)),
                                field<&S::allow_origins>("AllowOrigins").length(0, 100).each(lengths(1, 253)),
                                field<&S::expose_headers>("ExposeHeaders").length(0, 100).each(lengths(0, 1024)),
                                field<&S::max_age>("MaxAge").range(0, 86'400)}};
  return shape;
}

const Structure& UrlSettings::shape() {
  static const Structure shape{"UrlSettings", settings_fields<UrlSettings>(false)};
  return shape;
}

const Structure& CreateFunctionUrlConfigInput::shape() {
  static const Structure shape = change_shape<CreateFunctionUrlConfigInput>("CreateFunctionUrlConfigRequest", true);
  return shape;
}

const Structure& UpdateFunctionUrlConfigInput::shape() {
  static const Structure shape = change_shape<UpdateFunctionUrlConfigInput>("UpdateFunctionUrlConfigRequest", false);
  return shape;
}

const Structure& NamedFunctionUrlInput::shape() {
  using S = NamedFunctionUrlInput;
  static const Structure shape{"GetFunctionUrlConfigRequest",
                               {function_name_field<&S::function_name>(), alias_field<&S::qualifier>()}};
  return shape;
}

const Structure& FunctionUrlConfig::shape() {
  using S = FunctionUrlConfig;
  static const Structure shape = [] {
    Structure config{"FunctionUrlConfig",
                     {field<&S::function_url>("FunctionUrl"), field<&S::function_arn>("FunctionArn"),
                      field<&S::creation_time>("CreationTime"), field<&S::last_modified_time>("LastModifiedTime")}};
    for (Field& member : settings_fields<S>(false)) config.fields.push_back(std::move(member));
    return config;
  }();
  return shape;
}

const Structure& ListFunctionUrlConfigsInput::shape() {
  using S = ListFunctionUrlConfigsInput;
  static const Structure shape{
      "ListFunctionUrlConfigsRequest",
      {function_name_field<&S::function_name>(), field<&S::marker>("Marker").in_query("Marker"),
       field<&S::max_items>("MaxItems").in_query("MaxItems").range(1, 50)}};
  return shape;
}

const Structure& ListFunctionUrlConfigsOutput::shape() {
  using S = ListFunctionUrlConfigsOutput;
  static const Structure shape{"ListFunctionUrlConfigsResponse",
                               {field<&S::configs>("FunctionUrlConfigs"), field<&S::next_marker>("NextMarker")}};
  return shape;
}

}  // namespace cloudling::lambda
