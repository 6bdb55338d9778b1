#include "emulators/apigateway/rest/model_template.h"

namespace cloudling::apigateway::rest {

namespace {

constexpr size_t kMaxDepth = 32;

// AWS reminds whoever takes it over of what is left to do.
constexpr const char* kLoop =
    "##TO"
    "DO: Update this foreach loop to reference array from input json\n#foreach($elem in $inputRoot)\n ";

std::string sample_of(const json::Value& schema, size_t depth);

std::string object_sample(const json::Value& schema, size_t depth) {
  const std::string indent(depth * 2, ' ');
  std::string text = "{";
  const json::Value* properties = json::find(schema, "properties");
  if (properties && properties->is_object()) {
    for (const auto& [name, each] : properties->items()) {
      text += text.size() > 1 ? ",\n" : "\n";
      text += indent + "  " + json::write(json::Value(name)) + " : " + sample_of(each, depth + 1);
    }
  }
  return text + (text.size() > 1 ? "\n" + indent : " ") + "}";
}

std::string sample_of(const json::Value& schema, size_t depth) {
  const json::Value* type = json::find(schema, "type");
  const std::string name = type && type->is_string() ? type->get<std::string>() : "object";
  if (name == "string") return "\"foo\"";
  if (name == "integer") return "42";
  if (name == "number") return "3.14";
  if (name == "boolean") return "true";
  if (name == "null") return "null";
  if (depth >= kMaxDepth) return "{ }";
  if (name != "array") return object_sample(schema, depth);
  const json::Value* items = json::find(schema, "items");
  const std::string item = items && items->is_object() ? sample_of(*items, depth + 1) : "{ }";
  return std::string("[\n") + kLoop + item + " \n#if($foreach.hasNext),#end\n#end\n]";
}

}  // namespace

std::string model_template(const json::Value& schema) {
  return "#set($inputRoot = $input.path('$'))\n" + sample_of(schema, 0);
}

}  // namespace cloudling::apigateway::rest
