#include "emulators/lambda/shapes.h"

#include <utility>

#include "emulators/lambda/shape_patterns.h"

namespace cloudling::lambda {

using aws::Field;
using aws::field;
using aws::Structure;

namespace {

constexpr const char* kRole = "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+";
constexpr const char* kAnyArnOrNone = "(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()";
constexpr const char* kTaggable =
    "arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:"
    "(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?|code-signing-config:csc-[a-z0-9]{17}|"
    "event-source-mapping:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|"
    "capacity-provider:[a-zA-Z0-9-_]+)";
constexpr int64_t kMaxTimeout = 900;
constexpr int64_t kMaxMemory = 10'240;

template <class S, class Base, auto Member>
Field inherited(std::string name) {
  return of_base<S, Base, Member>(field<Member>(std::move(name)));
}

template <class S, auto Member>
Field setting(std::string name) {
  return inherited<S, FunctionSettings, Member>(std::move(name));
}

/// The settings as fields of S, with AWS's constraints. The runtime is checked apart: see functions.cpp.
template <class S>
std::vector<Field> settings() {
  using F = FunctionSettings;
  return {setting<S, &F::runtime>("Runtime"),
          setting<S, &F::role>("Role").matching(kRole),
          setting<S, &F::handler>("Handler").length(0, 128).matching("[^\\s]+"),
          setting<S, &F::description>("Description").length(0, 256),
          setting<S, &F::timeout>("Timeout").range(1, kMaxTimeout),
          setting<S, &F::memory_size>("MemorySize").range(128, kMaxMemory),
          setting<S, &F::vpc_config>("VpcConfig"),
          setting<S, &F::dead_letter_config>("DeadLetterConfig"),
          setting<S, &F::environment>("Environment"),
          setting<S, &F::kms_key_arn>("KMSKeyArn").matching(kAnyArnOrNone),
          setting<S, &F::tracing_config>("TracingConfig"),
          setting<S, &F::layers>("Layers"),
          setting<S, &F::file_system_configs>("FileSystemConfigs").length(0, 1),
          setting<S, &F::ephemeral_storage>("EphemeralStorage"),
          setting<S, &F::snap_start>("SnapStart"),
          setting<S, &F::logging_config>("LoggingConfig"),
          setting<S, &F::image_config>("ImageConfig"),
          setting<S, &F::capacity_provider_config>("CapacityProviderConfig"),
          setting<S, &F::durable_config>("DurableConfig"),
          setting<S, &F::tenancy_config>("TenancyConfig")};
}

void add(std::vector<Field>& fields, std::vector<Field> more) {
  for (Field& member : more) fields.push_back(std::move(member));
}

/// The shape of an operation on one function.
template <class S>
Structure function_shape(std::string name) {
  return {std::move(name),
          {inherited<S, FunctionInput, &FunctionInput::function_name>("FunctionName")
               .in_path()
               .length(1, 256)
               .matching(kNamespacedFunctionName)
               .required(),
           inherited<S, FunctionInput, &FunctionInput::qualifier>("Qualifier")
               .in_query("Qualifier")
               .length(1, 128)
               .matching(kQualifier)}};
}

template <auto Member>
Field architectures_field() {
  return field<Member>("Architectures").length(1, 1);
}
template <auto Member>
Field s3_bucket_field() {
  return field<Member>("S3Bucket").length(3, 63).matching("[0-9A-Za-z\\.\\-_]*[0-9A-Za-z\\-_]");
}

}  // namespace

const Structure& Environment::shape() {
  static const Structure shape{"Environment", {field<&Environment::variables>("Variables").sensitive()}};
  return shape;
}

const Structure& VpcConfig::shape() {
  using S = VpcConfig;
  static const Structure shape{
      "VpcConfig",
      {field<&S::subnet_ids>("SubnetIds").length(0, 16), field<&S::security_group_ids>("SecurityGroupIds").length(0, 5),
       field<&S::vpc_id>("VpcId"), field<&S::ipv6_allowed_for_dual_stack>("Ipv6AllowedForDualStack")}};
  return shape;
}

const Structure& DeadLetterConfig::shape() {
  static const Structure shape{"DeadLetterConfig",
                               {field<&DeadLetterConfig::target_arn>("TargetArn").matching(kAnyArnOrNone)}};
  return shape;
}

const Structure& TracingConfig::shape() {
  static const Structure shape{"TracingConfig",
                               {field<&TracingConfig::mode>("Mode").one_of({"Active", "PassThrough"})}};
  return shape;
}

const Structure& FileSystemConfig::shape() {
  using S = FileSystemConfig;
  static const Structure shape{
      "FileSystemConfig",
      {field<&S::arn>("Arn").length(0, 256).required(),
       field<&S::local_mount_path>("LocalMountPath").length(0, 160).matching("/mnt/[a-zA-Z0-9-_.]+").required()}};
  return shape;
}

const Structure& EphemeralStorage::shape() {
  static const Structure shape{"EphemeralStorage",
                               {field<&EphemeralStorage::size>("Size").range(512, 10'240).required()}};
  return shape;
}

const Structure& SnapStart::shape() {
  using S = SnapStart;
  static const Structure shape{"SnapStart",
                               {field<&S::apply_on>("ApplyOn").one_of({"PublishedVersions", "None"}),
                                field<&S::optimization_status>("OptimizationStatus")}};
  return shape;
}

const Structure& LoggingConfig::shape() {
  using S = LoggingConfig;
  static const Structure shape{"LoggingConfig",
                               {field<&S::log_format>("LogFormat").one_of({"JSON", "Text"}),
                                field<&S::application_log_level>("ApplicationLogLevel")
                                    .one_of({"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"}),
                                field<&S::system_log_level>("SystemLogLevel").one_of({"DEBUG", "INFO", "WARN"}),
                                field<&S::log_group>("LogGroup").length(1, 512).matching("[\\.\\-_/#A-Za-z0-9]+")}};
  return shape;
}

const Structure& FunctionSettings::shape() {
  static const Structure shape = [] {
    Structure stored{"FunctionSettings", settings<FunctionSettings>()};
    stored.fields.push_back(field<&FunctionSettings::local_folder>("LocalFolder"));
    return stored;
  }();
  return shape;
}

const Structure& FunctionCode::shape() {
  using S = FunctionCode;
  static const Structure shape{
      "FunctionCode",
      {field<&S::zip_file>("ZipFile").sensitive(), s3_bucket_field<&S::s3_bucket>(),
       field<&S::s3_key>("S3Key").length(1, 1024), field<&S::s3_object_version>("S3ObjectVersion").length(1, 1024),
       field<&S::image_uri>("ImageUri"), field<&S::source_kms_key_arn>("SourceKMSKeyArn").matching(kAnyArnOrNone)}};
  return shape;
}

const Structure& CreateFunctionInput::shape() {
  using S = CreateFunctionInput;
  static const Structure shape = [] {
    Structure create{"CreateFunctionRequest",
                     {field<&S::function_name>("FunctionName").length(1, 140).matching(kFunctionName).required()}};
    add(create.fields, settings<S>());
    for (Field& member : create.fields) member.is_required |= member.name == "Role";
    add(create.fields, {field<&S::code>("Code").required(), field<&S::publish>("Publish"),
                        field<&S::package_type>("PackageType").one_of({"Zip", "Image"}), field<&S::tags>("Tags"),
                        field<&S::code_signing_config_arn>("CodeSigningConfigArn").length(0, 200),
                        architectures_field<&S::architectures>(), field<&S::publish_to>("PublishTo")});
    return create;
  }();
  return shape;
}

const Structure& UpdateFunctionConfigurationInput::shape() {
  using S = UpdateFunctionConfigurationInput;
  static const Structure shape = [] {
    Structure update{
        "UpdateFunctionConfigurationRequest",
        {field<&S::function_name>("FunctionName").in_path().length(1, 140).matching(kFunctionName).required()}};
    add(update.fields, settings<S>());
    add(update.fields, {field<&S::revision_id>("RevisionId")});
    return update;
  }();
  return shape;
}

const Structure& UpdateFunctionCodeInput::shape() {
  using S = UpdateFunctionCodeInput;
  static const Structure shape{
      "UpdateFunctionCodeRequest",
      {field<&S::function_name>("FunctionName").in_path().length(1, 140).matching(kFunctionName).required(),
       field<&S::zip_file>("ZipFile").sensitive(), s3_bucket_field<&S::s3_bucket>(),
       field<&S::s3_key>("S3Key").length(1, 1024), field<&S::s3_object_version>("S3ObjectVersion").length(1, 1024),
       field<&S::image_uri>("ImageUri"), field<&S::publish>("Publish"), field<&S::dry_run>("DryRun"),
       field<&S::revision_id>("RevisionId"), architectures_field<&S::architectures>(),
       field<&S::publish_to>("PublishTo")}};
  return shape;
}

const Structure& Layer::shape() {
  static const Structure shape{"Layer", {field<&Layer::arn>("Arn"), field<&Layer::code_size>("CodeSize")}};
  return shape;
}

const Structure& RuntimeVersionConfig::shape() {
  static const Structure shape{"RuntimeVersionConfig",
                               {field<&RuntimeVersionConfig::runtime_version_arn>("RuntimeVersionArn")}};
  return shape;
}

const Structure& FunctionConfiguration::shape() {
  using S = FunctionConfiguration;
  static const Structure shape{"FunctionConfiguration",
                               {field<&S::function_name>("FunctionName"),
                                field<&S::function_arn>("FunctionArn"),
                                field<&S::runtime>("Runtime"),
                                field<&S::role>("Role"),
                                field<&S::handler>("Handler"),
                                field<&S::code_size>("CodeSize"),
                                field<&S::description>("Description"),
                                field<&S::timeout>("Timeout"),
                                field<&S::memory_size>("MemorySize"),
                                field<&S::last_modified>("LastModified"),
                                field<&S::code_sha256>("CodeSha256"),
                                field<&S::version>("Version"),
                                field<&S::vpc_config>("VpcConfig"),
                                field<&S::dead_letter_config>("DeadLetterConfig"),
                                field<&S::environment>("Environment"),
                                field<&S::kms_key_arn>("KMSKeyArn"),
                                field<&S::tracing_config>("TracingConfig"),
                                field<&S::revision_id>("RevisionId"),
                                field<&S::layers>("Layers"),
                                field<&S::state>("State"),
                                field<&S::state_reason>("StateReason"),
                                field<&S::state_reason_code>("StateReasonCode"),
                                field<&S::last_update_status>("LastUpdateStatus"),
                                field<&S::last_update_status_reason>("LastUpdateStatusReason"),
                                field<&S::last_update_status_reason_code>("LastUpdateStatusReasonCode"),
                                field<&S::file_system_configs>("FileSystemConfigs"),
                                field<&S::package_type>("PackageType"),
                                field<&S::architectures>("Architectures"),
                                field<&S::ephemeral_storage>("EphemeralStorage"),
                                field<&S::snap_start>("SnapStart"),
                                field<&S::runtime_version_config>("RuntimeVersionConfig"),
                                field<&S::logging_config>("LoggingConfig")}};
  return shape;
}

const Structure& GetFunctionInput::shape() {
  static const Structure shape = function_shape<GetFunctionInput>("GetFunctionRequest");
  return shape;
}

const Structure& GetFunctionConfigurationInput::shape() {
  static const Structure shape = function_shape<GetFunctionConfigurationInput>("GetFunctionConfigurationRequest");
  return shape;
}

const Structure& DeleteFunctionInput::shape() {
  static const Structure shape = function_shape<DeleteFunctionInput>("DeleteFunctionRequest");
  return shape;
}

const Structure& FunctionCodeLocation::shape() {
  static const Structure shape{"FunctionCodeLocation",
                               {field<&FunctionCodeLocation::repository_type>("RepositoryType"),
                                field<&FunctionCodeLocation::location>("Location")}};
  return shape;
}

const Structure& GetFunctionOutput::shape() {
  using S = GetFunctionOutput;
  static const Structure shape{"GetFunctionResponse",
                               {field<&S::configuration>("Configuration"), field<&S::code>("Code"),
                                field<&S::concurrency>("Concurrency"), field<&S::tags>("Tags")}};
  return shape;
}

const Structure& DeleteFunctionOutput::shape() {
  static const Structure shape{"DeleteFunctionResponse",
                               {field<&DeleteFunctionOutput::status_code>("StatusCode").as_status()}};
  return shape;
}

const Structure& ListFunctionsInput::shape() {
  using S = ListFunctionsInput;
  static const Structure shape{
      "ListFunctionsRequest",
      {field<&S::master_region>("MasterRegion").in_query("MasterRegion").matching("ALL|[a-z]{2}(-gov)?-[a-z]+-\\d{1}"),
       field<&S::function_version>("FunctionVersion").in_query("FunctionVersion").one_of({"ALL"}),
       field<&S::marker>("Marker").in_query("Marker"),
       field<&S::max_items>("MaxItems").in_query("MaxItems").range(1, 10'000)}};
  return shape;
}

const Structure& ListFunctionsOutput::shape() {
  using S = ListFunctionsOutput;
  static const Structure shape{"ListFunctionsResponse",
                               {field<&S::next_marker>("NextMarker"), field<&S::functions>("Functions")}};
  return shape;
}

const Structure& InvocationInput::shape() {
  using S = InvocationInput;
  static const Structure shape{
      "InvocationRequest",
      {field<&S::function_name>("FunctionName").in_path().length(1, 256).matching(kNamespacedFunctionName).required(),
       field<&S::invocation_type>("InvocationType")
           .in_header("X-Amz-Invocation-Type")
           .one_of({"Event", "RequestResponse", "DryRun"}),
       field<&S::log_type>("LogType").in_header("X-Amz-Log-Type").one_of({"None", "Tail"}),
       field<&S::client_context>("ClientContext").in_header("X-Amz-Client-Context"),
       field<&S::payload>("Payload").as_payload().sensitive(),
       field<&S::qualifier>("Qualifier").in_query("Qualifier").length(1, 128).matching(kQualifier)}};
  return shape;
}

const Structure& InvocationOutput::shape() {
  using S = InvocationOutput;
  static const Structure shape{"InvocationResponse",
                               {field<&S::status_code>("StatusCode").as_status(),
                                field<&S::function_error>("FunctionError").in_header("X-Amz-Function-Error"),
                                field<&S::log_result>("LogResult").in_header("X-Amz-Log-Result"),
                                field<&S::payload>("Payload").as_payload().sensitive(),
                                field<&S::executed_version>("ExecutedVersion").in_header("X-Amz-Executed-Version")}};
  return shape;
}

const Structure& TagResourceInput::shape() {
  using S = TagResourceInput;
  static const Structure shape{"TagResourceRequest",
                               {field<&S::resource>("Resource").in_path().length(1, 256).matching(kTaggable).required(),
                                field<&S::tags>("Tags").required()}};
  return shape;
}

const Structure& UntagResourceInput::shape() {
  using S = UntagResourceInput;
  static const Structure shape{"UntagResourceRequest",
                               {field<&S::resource>("Resource").in_path().length(1, 256).matching(kTaggable).required(),
                                field<&S::tag_keys>("TagKeys").in_query("tagKeys").required()}};
  return shape;
}

const Structure& ListTagsInput::shape() {
  static const Structure shape{
      "ListTagsRequest",
      {field<&ListTagsInput::resource>("Resource").in_path().length(1, 256).matching(kTaggable).required()}};
  return shape;
}

const Structure& ListTagsOutput::shape() {
  static const Structure shape{"ListTagsResponse", {field<&ListTagsOutput::tags>("Tags")}};
  return shape;
}

}  // namespace cloudling::lambda
