#include <limits>
#include <utility>

#include "emulators/stepfunctions/errors.h"
#include "emulators/stepfunctions/pages.h"
#include "emulators/stepfunctions/stepfunctions.h"
#include "emulators/stepfunctions/targets.h"

namespace cloudling::stepfunctions {

using store::ReadTransaction;
using store::WriteTransaction;

namespace {

constexpr int64_t kMaxVersions = 1000;

/// What the API calls the revision that a machine was created with.
std::string shown_revision(const Revision& revision) { return revision.revision_id.value_or("INITIAL"); }

}  // namespace

Version publish_version(WriteTransaction& tx, const Machine& machine, std::optional<std::string> description,
                        aws::TimeMs now) {
  if (auto existing = version_of_revision(tx, machine.id, machine.revision.id)) return std::move(*existing);
  if (count_versions(tx, machine.id) >= kMaxVersions) {
    throw quota_exceeded("The maximum number of versions of a state machine (1000) has been reached");
  }
  Version version{.number = 0, .revision = machine.revision.id, .description = std::move(description), .created = now};
  insert_version(tx, machine.id, version);
  return version;
}

PublishStateMachineVersionOutput StepFunctions::publish_state_machine_version(
    const aws::CallContext& context, WriteTransaction& tx, const PublishStateMachineVersionInput& input) {
  const Machine machine = require_machine(context, tx, input.state_machine_arn, Read::kWithoutDefinition);
  if (machine.deleting) throw state_machine_deleting(machine.arn);
  const std::string current = shown_revision(machine.revision);
  if (input.revision_id && *input.revision_id != current) {
    throw conflict("Failed to publish the State Machine version for revision " + *input.revision_id +
                   ". The current State Machine revision is " + current + ".");
  }
  const Version version = publish_version(tx, machine, input.description, clock_.now());
  return {.creation_date = {version.created}, .state_machine_version_arn = version_arn(machine.arn, version.number)};
}

aws::Nothing StepFunctions::delete_state_machine_version(const aws::CallContext& context, WriteTransaction& tx,
                                                         const DeleteStateMachineVersionInput& input) {
  const TargetName name = parse_target(input.state_machine_version_arn);
  if (!name.version)
    throw validation("The ARN must be that of a state machine version: " + input.state_machine_version_arn);
  const auto target = find_target(context, tx, input.state_machine_version_arn, 0, Read::kWithoutDefinition);
  if (!target) return {};
  std::string referring;
  for (const Alias& alias : list_aliases(tx, target->machine.id, 0)) {
    for (const Route& route : alias.routes) {
      if (route.version == *name.version) referring += (referring.empty() ? "" : ", ") + alias.name;
    }
  }
  if (!referring.empty()) {
    throw conflict(
        "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: "
        "[" +
        referring + "]");
  }
  delete_version(tx, target->machine.id, *name.version);
  return {};
}

ListStateMachineVersionsOutput StepFunctions::list_state_machine_versions(const aws::CallContext& context,
                                                                          ReadTransaction& tx,
                                                                          const ListStateMachineVersionsInput& input) {
  const Machine machine = require_machine(context, tx, input.state_machine_arn, Read::kWithoutDefinition);
  const std::string purpose = "ListStateMachineVersions/" + machine.arn;
  const int64_t before = position_of(input.next_token, purpose).value_or(std::numeric_limits<int64_t>::max());
  const int64_t limit = page_size(input.max_results);
  auto versions = list_versions(tx, machine.id, before, limit + 1);
  ListStateMachineVersionsOutput output;
  if (cut(versions, limit)) output.next_token = token_for(versions.back().number, purpose);
  for (const Version& version : versions) {
    output.versions.push_back(
        {.state_machine_version_arn = version_arn(machine.arn, version.number), .creation_date = {version.created}});
  }
  return output;
}

}  // namespace cloudling::stepfunctions
