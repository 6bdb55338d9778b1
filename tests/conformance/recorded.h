#pragma once

// The recorded answers of real AWS, as data files beside the checkout; absent on machines that do not have them.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "asl/json/json.h"

namespace cloudling::conformance {

/// The folder with the recorded cases, from CLOUDLING_SHARED or beside the checkout; nothing where there is none.
std::optional<std::filesystem::path> recorded_folder();

/// The cases of one file, in order.
struct RecordedFile {
  std::string topic;  ///< the part of the file's name that names a folder and a subject
  json::Value cases;
};

std::vector<std::string> recorded_topics();
RecordedFile read_recorded(const std::string& topic);

}  // namespace cloudling::conformance
