#include "emulators/apigateway/velocity/mapping_template.h"

#include "emulators/apigateway/velocity/mapping_objects.h"

namespace cloudling::velocity {

namespace {

constexpr size_t kMaxBytes = 64u << 20;  // made while rendering, whether kept or not

/// The map under that name, made where it is missing.
Map* member(Heap& heap, Map& owner, const std::string& name) {
  Value& value = owner.entries[name];
  if (!value.map()) value = heap.map();
  return value.map();
}

std::map<std::string, std::string> texts_of(Heap& heap, const Map& owner, const std::string& name) {
  std::map<std::string, std::string> texts;
  const auto found = owner.entries.find(name);
  if (found == owner.entries.end() || !found->second.map()) return texts;
  for (const auto& [key, value] : found->second.map()->entries) texts[key] = text_of(heap, value);
  return texts;
}

MappingOverride override_of(Heap& heap, const Map& context, const std::string& name) {
  MappingOverride result;
  const auto found = context.entries.find(name);
  if (found == context.entries.end() || !found->second.map()) return result;
  const Map& given = *found->second.map();
  result.header = texts_of(heap, given, "header");
  result.path = texts_of(heap, given, "path");
  result.querystring = texts_of(heap, given, "querystring");
  const auto status = given.entries.find("status");
  if (status == given.entries.end()) return result;
  if (const int64_t* number = status->second.integer())
    result.status = *number;
  else if (status->second.text())
    result.status = std::strtoll(status->second.text()->c_str(), nullptr, 10);
  return result;
}

}  // namespace

MappingResult render_mapping_template(std::string_view text, const MappingInput& input) {
  return render_mapping_template(Template::parse(text), input);
}

MappingResult render_mapping_template(const Template& parsed, const MappingInput& input) {
  Heap heap(kMaxBytes);
  Map* context = heap.from_json(input.context).map();
  if (!context) context = heap.map();
  for (const char* part : {"header", "path", "querystring"})
    member(heap, *member(heap, *context, "requestOverride"), part);
  member(heap, *member(heap, *context, "responseOverride"), "header");
  InputObject input_object(heap, input);
  UtilObject util_object(heap);
  Variables variables;
  variables["input"] = &input_object;
  variables["util"] = &util_object;
  variables["context"] = context;
  variables["stageVariables"] = heap.from_json(input.stage_variables);
  MappingResult result;
  result.text = render(parsed, variables, heap, {.null_reference = NullReference::kEmptyWhereRootIsSet});
  result.request = override_of(heap, *context, "requestOverride");
  result.response = override_of(heap, *context, "responseOverride");
  return result;
}

}  // namespace cloudling::velocity
