#pragma once

#include <array>
#include <string_view>

namespace cloudling::aws {

/// The files of catalogue/, in the order of CMakeLists.txt, which makes the definition from them.
extern const std::array<std::string_view, 13> kCatalogueFiles;

}  // namespace cloudling::aws
