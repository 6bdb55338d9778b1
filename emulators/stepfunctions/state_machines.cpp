#include <algorithm>
#include <utility>

#include "asl/definition/definition.h"
#include "emulators/stepfunctions/errors.h"
#include "emulators/stepfunctions/logging.h"
#include "emulators/stepfunctions/names.h"
#include "emulators/stepfunctions/pages.h"
#include "emulators/stepfunctions/stepfunctions.h"
#include "emulators/stepfunctions/stepfunctions_store.h"

namespace cloudling::stepfunctions {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kDefaultDiagnostics = 100;
constexpr size_t kMaxTags = 50;

/// Refuses what is not built, so that nobody believes it was done.
template <class Input>
void refuse_unsupported(const Input& input, const std::string& operation) {
  if (input.version_description && !input.publish.value_or(false)) {
    throw validation("Version description can only be set when publish is true");
  }
  if (input.encryption_configuration && input.encryption_configuration->type != "AWS_OWNED_KEY") {
    throw not_supported(operation, "encryptionConfiguration with a customer managed key");
  }
}

/// The ARN of the version where the request asks for one.
template <class Input>
std::optional<std::string> published(WriteTransaction& tx, const Machine& machine, const Input& input,
                                     aws::TimeMs now) {
  if (!input.publish.value_or(false)) return std::nullopt;
  return version_arn(machine.arn, publish_version(tx, machine, input.version_description, now).number);
}

void require_valid_role(const std::string& role_arn) {
  if (!role_arn.starts_with("arn:aws") || role_arn.find(":iam::") == std::string::npos) {
    throw invalid_arn("Invalid ARN prefix: " + role_arn);
  }
}

void require_valid_definition(const std::string& definition, bool express) {
  const auto parsed = asl::parse_definition(definition, express);
  if (!parsed.definition) throw invalid_definition(asl::invalid_definition_message(parsed.diagnostics));
}

/// What CreateStateMachine compares (its documentation): role and tags are not looked at.
bool same_request(const Machine& machine, const Machine& asked) {
  return machine.express == asked.express && machine.revision.definition == asked.revision.definition &&
         machine.revision.logging == asked.revision.logging && machine.revision.tracing == asked.revision.tracing;
}

Machine machine_of(const aws::CallContext& context, const CreateStateMachineInput& input, aws::TimeMs now) {
  Machine machine;
  machine.arn = state_machine_arn(context, input.name);
  machine.name = input.name;
  machine.express = input.type == "EXPRESS";
  machine.created = now;
  machine.revision.definition = input.definition;
  machine.revision.role_arn = input.role_arn;
  machine.revision.logging = logging_text(input.logging_configuration);
  machine.revision.tracing = input.tracing_configuration && input.tracing_configuration->enabled.value_or(false);
  machine.revision.updated = now;
  return machine;
}

TracingConfiguration tracing_of(bool enabled) { return {.enabled = enabled}; }
EncryptionConfiguration owned_key() {
  return {.kms_key_id = {}, .kms_data_key_reuse_period_seconds = {}, .type = "AWS_OWNED_KEY"};
}
const char* type_name(bool express) { return express ? "EXPRESS" : "STANDARD"; }

/// The revision as an update leaves it.
Revision updated(const Machine& machine, const UpdateStateMachineInput& input, aws::TimeMs now) {
  Revision revision = machine.revision;
  if (input.definition) revision.definition = *input.definition;
  if (input.role_arn) revision.role_arn = *input.role_arn;
  if (input.logging_configuration) revision.logging = logging_text(input.logging_configuration);
  if (input.tracing_configuration) revision.tracing = input.tracing_configuration->enabled.value_or(false);
  revision.updated = now;
  revision.used = false;
  return revision;
}

bool same_content(const Revision& a, const Revision& b) {
  return a.definition == b.definition && a.role_arn == b.role_arn && a.logging == b.logging && a.tracing == b.tracing;
}

void require_something_to_update(const UpdateStateMachineInput& input) {
  if (input.definition || input.role_arn || input.logging_configuration || input.tracing_configuration ||
      input.encryption_configuration) {
    return;
  }
  throw aws::Error(400, "MissingRequiredParameter",
                   "Either the definition, the role ARN, the LoggingConfiguration, the TracingConfiguration or the "
                   "EncryptionConfiguration must be specified");
}

}  // namespace

CreateStateMachineOutput StepFunctions::create_state_machine(const aws::CallContext& context, WriteTransaction& tx,
                                                             const CreateStateMachineInput& input) {
  require_valid_name(input.name);
  require_valid_role(input.role_arn);
  refuse_unsupported(input, "CreateStateMachine");
  require_valid_logging(input.logging_configuration);
  require_valid_definition(input.definition, input.type == "EXPRESS");
  Machine machine = machine_of(context, input, clock_.now());
  if (const auto existing = find_machine(tx, machine.arn)) {
    if (existing->deleting) throw state_machine_deleting(machine.arn);
    if (!same_request(*existing, machine)) throw state_machine_already_exists(machine.arn);
    return {.state_machine_arn = existing->arn,
            .creation_date = {existing->created},
            .state_machine_version_arn = published(tx, *existing, input, clock_.now())};
  }
  if (input.tags && input.tags->size() > kMaxTags) throw too_many_tags(machine.arn);
  insert_machine(tx, machine, context.account, context.region);
  for (const Tag& tag : input.tags.value_or(std::vector<Tag>())) {
    put_tag(tx, machine.arn, tag.key.value_or(""), tag.value.value_or(""));
  }
  return {.state_machine_arn = machine.arn,
          .creation_date = {machine.created},
          .state_machine_version_arn = published(tx, machine, input, clock_.now())};
}

DescribeStateMachineOutput StepFunctions::describe_state_machine(const aws::CallContext& context, ReadTransaction& tx,
                                                                 const DescribeStateMachineInput& input) {
  auto target = find_target(context, tx, input.state_machine_arn, 0);
  if (!target || target->alias) throw state_machine_does_not_exist(input.state_machine_arn);
  Machine& machine = target->machine;
  DescribeStateMachineOutput output;
  output.state_machine_arn = input.state_machine_arn;
  output.name = machine.name;
  output.status = machine.deleting ? "DELETING" : "ACTIVE";
  if (input.included_data != "METADATA_ONLY") output.definition = std::move(machine.revision.definition);
  output.role_arn = machine.revision.role_arn;
  output.type = type_name(machine.express);
  output.creation_date = {target->version ? target->version->created : machine.created};
  if (target->version) output.description = target->version->description;
  output.logging_configuration = logging_of(machine.revision.logging);
  output.tracing_configuration = tracing_of(machine.revision.tracing);
  output.revision_id = machine.revision.revision_id;
  output.encryption_configuration = owned_key();
  return output;
}

DescribeStateMachineForExecutionOutput StepFunctions::describe_state_machine_for_execution(
    const aws::CallContext& context, ReadTransaction& tx, const DescribeStateMachineForExecutionInput& input) {
  const StatesArn parts = parse_arn(input.execution_arn, "execution");
  const bool here = parts.account == context.account && parts.region == context.region;
  const auto execution = here ? find_execution(tx, input.execution_arn) : std::nullopt;
  auto revision = execution ? find_revision(tx, execution->revision) : std::nullopt;
  if (!revision) throw execution_does_not_exist(input.execution_arn);
  DescribeStateMachineForExecutionOutput output;
  output.state_machine_arn = state_machine_of(execution->arn);
  output.name = parts.name.substr(0, parts.name.find(':'));
  if (input.included_data != "METADATA_ONLY") output.definition = std::move(revision->definition);
  output.role_arn = revision->role_arn;
  output.update_date = {revision->updated};
  output.logging_configuration = logging_of(revision->logging);
  output.tracing_configuration = tracing_of(revision->tracing);
  output.revision_id = revision->revision_id;
  output.encryption_configuration = owned_key();
  return output;
}

ListStateMachinesOutput StepFunctions::list_state_machines(const aws::CallContext& context, ReadTransaction& tx,
                                                           const ListStateMachinesInput& input) {
  const int64_t limit = page_size(input.max_results);
  const std::string purpose = "ListStateMachines/" + context.account + "/" + context.region;
  const MachineId after = position_of(input.next_token, purpose).value_or(0);
  auto machines = stepfunctions::list_machines(tx, context.account, context.region, after, limit + 1);
  ListStateMachinesOutput output;
  if (cut(machines, limit)) output.next_token = token_for(machines.back().id, purpose);
  for (Machine& machine : machines) {
    output.state_machines.push_back({.state_machine_arn = std::move(machine.arn),
                                     .name = std::move(machine.name),
                                     .type = type_name(machine.express),
                                     .creation_date = {machine.created}});
  }
  return output;
}

UpdateStateMachineOutput StepFunctions::update_state_machine(const aws::CallContext& context, WriteTransaction& tx,
                                                             const UpdateStateMachineInput& input) {
  parse_target(input.state_machine_arn);
  require_something_to_update(input);
  refuse_unsupported(input, "UpdateStateMachine");
  require_valid_logging(input.logging_configuration);
  if (input.role_arn) require_valid_role(*input.role_arn);
  Machine machine = require_machine(context, tx, input.state_machine_arn);
  if (machine.deleting) throw state_machine_deleting(machine.arn);
  if (input.definition) require_valid_definition(*input.definition, machine.express);
  Revision revision = updated(machine, input, clock_.now());
  if (same_content(revision, machine.revision)) {
    touch_revision(tx, machine.revision.id, revision.updated);
  } else {
    revision.revision_id = ids_.uuid();
    insert_revision(tx, machine.id, revision);
  }
  machine.revision = std::move(revision);
  return {.update_date = {machine.revision.updated},
          .revision_id = machine.revision.revision_id,
          .state_machine_version_arn = published(tx, machine, input, machine.revision.updated)};
}

aws::Nothing StepFunctions::delete_state_machine(const aws::CallContext& context, WriteTransaction& tx,
                                                 const DeleteStateMachineInput& input) {
  const auto target = find_target(context, tx, input.state_machine_arn, 0, Read::kWithoutDefinition);
  if (!target || target->machine.deleting) return {};
  if (target->version)
    throw validation("The state machine ARN must not name a version or an alias: " + input.state_machine_arn);
  const Machine& machine = target->machine;
  if (mark_deleting(tx, machine.id))
    engine_.machine_is_deleting(tx, machine.id);
  else
    delete_machine(tx, machine.id, machine.arn);
  return {};
}

ValidateStateMachineDefinitionOutput StepFunctions::validate_state_machine_definition(
    const aws::CallContext&, ReadTransaction&, const ValidateStateMachineDefinitionInput& input) {
  const auto parsed = asl::parse_definition(input.definition, input.type == "EXPRESS");
  const bool warnings = input.severity == "WARNING";
  const int64_t asked = input.max_results.value_or(0);
  const auto limit = static_cast<size_t>(asked == 0 ? kDefaultDiagnostics : asked);
  ValidateStateMachineDefinitionOutput output;
  output.result = parsed.definition ? "OK" : "FAIL";
  for (const asl::Diagnostic& found : parsed.diagnostics) {
    const bool error = found.severity == asl::Diagnostic::Severity::kError;
    if (!error && !warnings) continue;
    output.truncated = output.diagnostics.size() >= limit;
    if (output.truncated) break;
    auto& diagnostic = output.diagnostics.emplace_back();
    diagnostic.severity = error ? "ERROR" : "WARNING";
    diagnostic.code = found.code;
    diagnostic.message = found.message;
    if (!found.location.empty()) diagnostic.location = found.location;
  }
  return output;
}

}  // namespace cloudling::stepfunctions
