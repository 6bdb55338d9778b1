// A path, a line end, a document: parsing refuses or gives a path that evaluates within bounds.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "asl/jsonpath/path.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace cloudling;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const size_t split = all.find('\n');
  const auto path = jsonpath::Path::parse(all.substr(0, split));
  if (!path) return 0;
  auto document = split == std::string_view::npos ? std::nullopt : json::parse(all.substr(split + 1));
  if (!document) document = json::Value{{"a", {1, 2, {{"b", "c"}}}}, {"l", {{{"p", 1}}, {{"p", 2}}}}};
  const jsonpath::Result result = path->evaluate(*document);
  if (result.found()) json::write(result.value());
  if (!result.found() && result.problem.empty()) std::abort();
  if (path->reference() && path->store(*document, 7) && path->evaluate(*document).value() != 7) std::abort();
  return 0;
}
