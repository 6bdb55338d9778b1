#include "emulators/lambda/lambda.h"
#include "emulators/service.h"

namespace cloudling::lambda {

void register_operations(aws::Registry& registry, store::Store& store, Lambda& service) {
  Registrar<Lambda> operations(registry, store, "lambda", service);
  operations.awaiting<&Lambda::create_function>("CreateFunction")
      .read<&Lambda::get_function>("GetFunction")
      .read<&Lambda::get_function_configuration>("GetFunctionConfiguration")
      .read<&Lambda::list_functions>("ListFunctions")
      .write<&Lambda::delete_function>("DeleteFunction")
      .awaiting<&Lambda::update_function_code>("UpdateFunctionCode")
      .write<&Lambda::update_function_configuration>("UpdateFunctionConfiguration")
      .awaiting<&Lambda::invoke>("Invoke")
      .write<&Lambda::tag_resource>("TagResource")
      .write<&Lambda::untag_resource>("UntagResource")
      .read<&Lambda::list_tags>("ListTags");
}

}  // namespace cloudling::lambda
