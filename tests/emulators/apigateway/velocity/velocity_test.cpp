#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "emulators/apigateway/velocity/mapping_template.h"

namespace cloudling::velocity {
namespace {

json::Value read_cases(const std::string& name) {
  std::ifstream in(std::string(CLOUDLING_VELOCITY_CASES) + "/" + name, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  json::ParseError error;
  auto value = json::parse(text.str(), &error);
  if (!value) throw std::runtime_error(name + ": " + error.message + " at " + std::to_string(error.offset));
  return std::move(*value);
}

/// What `work` gives, or "error: kind".
std::string outcome(const std::function<std::string()>& work) {
  try {
    return work();
  } catch (const SyntaxError&) {
    return "error: syntax";
  } catch (const BodyIsNoJson&) {
    return "error: body";
  } catch (const RenderError&) {
    return "error: render";
  }
}

std::string expected(const json::Value& one, const char* member) {
  if (const json::Value* error = json::find(one, "error")) return "error: " + error->get<std::string>();
  return one.at(member).get<std::string>();
}

std::string render_with(const std::string& text, const json::Value& given) {
  Heap heap(64u << 20);
  Variables variables;
  for (const auto& [name, value] : given.items()) variables[name] = heap.from_json(value);
  return render(Template::parse(text), variables, heap);
}

/// The outputs are those of Apache Velocity 1.7.
TEST(Velocity, Cases) {
  const json::Value cases = read_cases("velocity.json");
  for (const json::Value& one : cases.at("cases")) {
    const auto text = one.at("template").get<std::string>();
    SCOPED_TRACE(text);
    EXPECT_EQ(outcome([&] { return render_with(text, cases.at("variables")); }), expected(one, "output"));
  }
}

MappingInput input_of(const json::Value& one) {
  MappingInput input;
  if (const json::Value* body = json::find(one, "body")) input.body = body->get<std::string>();
  const auto take = [&](const char* name, json::Value& member) {
    if (const json::Value* given = json::find(one, name)) member = *given;
  };
  take("path", input.path);
  take("querystring", input.querystring);
  take("header", input.header);
  take("context", input.context);
  take("stage_variables", input.stage_variables);
  return input;
}

/// As a case writes it: what is empty is left out.
json::Value as_json(const MappingOverride& given) {
  json::Value object = json::Value::object();
  const auto add = [&](const char* name, const std::map<std::string, std::string>& texts) {
    for (const auto& [key, value] : texts) object[name][key] = value;
  };
  add("header", given.header);
  add("path", given.path);
  add("querystring", given.querystring);
  if (given.status) object["status"] = *given.status;
  return object;
}

TEST(MappingTemplate, Cases) {
  const json::Value cases = read_cases("mapping.json");
  const json::Value nothing = json::Value::object();
  for (const json::Value& one : cases) {
    const auto text = one.at("template").get<std::string>();
    SCOPED_TRACE(text);
    const MappingInput input = input_of(one);
    MappingResult result;
    const std::string got = outcome([&] {
      result = render_mapping_template(text, input);
      return result.text;
    });
    EXPECT_EQ(got, expected(one, "text"));
    const json::Value* request = json::find(one, "request");
    const json::Value* response = json::find(one, "response");
    EXPECT_EQ(as_json(result.request), request ? *request : nothing);
    EXPECT_EQ(as_json(result.response), response ? *response : nothing);
  }
}

}  // namespace
}  // namespace cloudling::velocity
