#include "emulators/stepfunctions/version_shapes.h"

#include <utility>

namespace cloudling::stepfunctions {

using aws::Field;
using aws::field;
using aws::Structure;

namespace {

template <auto Member>
Field arn(std::string name) {
  return field<Member>(std::move(name)).length(1, 256).required();
}
template <auto Member>
Field description_field() {
  return field<Member>("description").at_most(256).sensitive();
}
template <auto Member>
Field routing_field() {
  return field<Member>("routingConfiguration").length(1, 2);
}
template <auto Token, auto Results>
std::vector<Field> list_fields(Field of) {
  return {std::move(of), field<Token>("nextToken").length(1, 1024), field<Results>("maxResults").range(0, 1000)};
}

}  // namespace

const Structure& PublishStateMachineVersionInput::shape() {
  using S = PublishStateMachineVersionInput;
  static const Structure shape{"PublishStateMachineVersionInput",
                               {arn<&S::state_machine_arn>("stateMachineArn"), field<&S::revision_id>("revisionId"),
                                description_field<&S::description>()}};
  return shape;
}

const Structure& PublishStateMachineVersionOutput::shape() {
  using S = PublishStateMachineVersionOutput;
  static const Structure shape{
      "PublishStateMachineVersionOutput",
      {field<&S::creation_date>("creationDate"), field<&S::state_machine_version_arn>("stateMachineVersionArn")}};
  return shape;
}

const Structure& DeleteStateMachineVersionInput::shape() {
  using S = DeleteStateMachineVersionInput;
  static const Structure shape{
      "DeleteStateMachineVersionInput",
      {field<&S::state_machine_version_arn>("stateMachineVersionArn").length(1, 2000).required()}};
  return shape;
}

const Structure& ListStateMachineVersionsInput::shape() {
  using S = ListStateMachineVersionsInput;
  static const Structure shape{"ListStateMachineVersionsInput", list_fields<&S::next_token, &S::max_results>(
                                                                    arn<&S::state_machine_arn>("stateMachineArn"))};
  return shape;
}

const Structure& StateMachineVersion::shape() {
  using S = StateMachineVersion;
  static const Structure shape{
      "StateMachineVersionListItem",
      {field<&S::state_machine_version_arn>("stateMachineVersionArn"), field<&S::creation_date>("creationDate")}};
  return shape;
}

const Structure& ListStateMachineVersionsOutput::shape() {
  using S = ListStateMachineVersionsOutput;
  static const Structure shape{"ListStateMachineVersionsOutput",
                               {field<&S::versions>("stateMachineVersions"), field<&S::next_token>("nextToken")}};
  return shape;
}

const Structure& RoutingItem::shape() {
  using S = RoutingItem;
  static const Structure shape{"RoutingConfigurationListItem",
                               {arn<&S::state_machine_version_arn>("stateMachineVersionArn"),
                                field<&S::weight>("weight").range(0, 100).required()}};
  return shape;
}

const Structure& CreateStateMachineAliasInput::shape() {
  using S = CreateStateMachineAliasInput;
  static const Structure shape{"CreateStateMachineAliasInput",
                               {description_field<&S::description>(), field<&S::name>("name").length(1, 80).required(),
                                routing_field<&S::routing_configuration>().required()}};
  return shape;
}

const Structure& CreateStateMachineAliasOutput::shape() {
  using S = CreateStateMachineAliasOutput;
  static const Structure shape{
      "CreateStateMachineAliasOutput",
      {field<&S::state_machine_alias_arn>("stateMachineAliasArn"), field<&S::creation_date>("creationDate")}};
  return shape;
}

const Structure& DescribeStateMachineAliasInput::shape() {
  using S = DescribeStateMachineAliasInput;
  static const Structure shape{"DescribeStateMachineAliasInput",
                               {arn<&S::state_machine_alias_arn>("stateMachineAliasArn")}};
  return shape;
}

const Structure& DescribeStateMachineAliasOutput::shape() {
  using S = DescribeStateMachineAliasOutput;
  static const Structure shape{
      "DescribeStateMachineAliasOutput",
      {field<&S::state_machine_alias_arn>("stateMachineAliasArn"), field<&S::name>("name"),
       field<&S::description>("description"), field<&S::routing_configuration>("routingConfiguration"),
       field<&S::creation_date>("creationDate"), field<&S::update_date>("updateDate")}};
  return shape;
}

const Structure& UpdateStateMachineAliasInput::shape() {
  using S = UpdateStateMachineAliasInput;
  static const Structure shape{"UpdateStateMachineAliasInput",
                               {arn<&S::state_machine_alias_arn>("stateMachineAliasArn"),
                                description_field<&S::description>(), routing_field<&S::routing_configuration>()}};
  return shape;
}

const Structure& UpdateStateMachineAliasOutput::shape() {
  static const Structure shape{"UpdateStateMachineAliasOutput",
                               {field<&UpdateStateMachineAliasOutput::update_date>("updateDate")}};
  return shape;
}

const Structure& DeleteStateMachineAliasInput::shape() {
  using S = DeleteStateMachineAliasInput;
  static const Structure shape{"DeleteStateMachineAliasInput",
                               {arn<&S::state_machine_alias_arn>("stateMachineAliasArn")}};
  return shape;
}

const Structure& ListStateMachineAliasesInput::shape() {
  using S = ListStateMachineAliasesInput;
  static const Structure shape{"ListStateMachineAliasesInput", list_fields<&S::next_token, &S::max_results>(
                                                                   arn<&S::state_machine_arn>("stateMachineArn"))};
  return shape;
}

const Structure& StateMachineAliasListItem::shape() {
  using S = StateMachineAliasListItem;
  static const Structure shape{
      "StateMachineAliasListItem",
      {field<&S::state_machine_alias_arn>("stateMachineAliasArn"), field<&S::creation_date>("creationDate")}};
  return shape;
}

const Structure& ListStateMachineAliasesOutput::shape() {
  using S = ListStateMachineAliasesOutput;
  static const Structure shape{"ListStateMachineAliasesOutput",
                               {field<&S::aliases>("stateMachineAliases"), field<&S::next_token>("nextToken")}};
  return shape;
}

}  // namespace cloudling::stepfunctions
