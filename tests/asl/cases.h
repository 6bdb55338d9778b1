#pragma once

// The case files beside this header: JSON lists, one test a file. "<long>" in them stands for 262,143 times "x", which
// is one byte less than a state may hand on, quotes not counted.

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include "asl/json/json.h"

namespace cloudling::asl {

inline json::Value read_cases(const std::string& name) {
  std::ifstream in(std::string(CLOUDLING_ASL_CASES) + "/" + name + ".json", std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  std::string source = text.str();
  const std::string mark = "<long>";
  for (size_t at = source.find(mark); at != std::string::npos; at = source.find(mark, at)) {
    source.replace(at, mark.size(), std::string(262'143, 'x'));
  }
  json::ParseError error;
  auto value = json::parse(source, &error);
  if (!value) throw std::runtime_error(name + ".json: " + error.message);
  return std::move(*value);
}

}  // namespace cloudling::asl
