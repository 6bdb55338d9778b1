#include "tests/conformance/recorded.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace cloudling::conformance {

std::optional<std::filesystem::path> recorded_folder() {
  const char* shared = std::getenv("CLOUDLING_SHARED");
  const std::filesystem::path root =
      shared != nullptr ? std::filesystem::path(shared) : std::filesystem::path(CLOUDLING_SOURCE_DIR) / ".." / "shared";
  const std::filesystem::path folder = root / "aws-recorded" / "stepfunctions";
  if (!std::filesystem::is_directory(folder)) return std::nullopt;
  return folder;
}

std::vector<std::string> recorded_topics() {
  std::vector<std::string> topics;
  const auto folder = recorded_folder();
  if (!folder) return topics;
  for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
    if (entry.path().extension() == ".json") topics.push_back(entry.path().stem().string());
  }
  std::ranges::sort(topics);
  return topics;
}

RecordedFile read_recorded(const std::string& topic) {
  std::ifstream in(*recorded_folder() / (topic + ".json"), std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  json::ParseError error;
  auto value = json::parse(text.str(), &error);
  if (!value) throw std::runtime_error(topic + ": " + error.message);
  return {topic, std::move(value->at("cases"))};
}

}  // namespace cloudling::conformance
