// A call, a line end, an input: parsing refuses or gives a call that answers with a value or a reason.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "asl/intrinsic/expression.h"

namespace {

using namespace cloudling;

class FuzzScope : public asl::Scope {
 public:
  explicit FuzzScope(json::Value input) : input_(std::move(input)) {}
  const json::Value& input() const override { return input_; }
  const json::Value& context() const override { return input_; }
  const json::Value* variable(const std::string&) const override { return nullptr; }
  asl::Random& random() const override { return random_; }
  std::string input_text() const override { return json::write(input_); }

 private:
  json::Value input_;
  mutable asl::Random random_{1};
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  const size_t split = all.find('\n');
  const auto call = asl::parse_intrinsic(all.substr(0, split));
  if (!call) return 0;
  auto input = split == std::string_view::npos ? std::nullopt : json::parse(all.substr(split + 1));
  if (!input) input = json::Value{{"a", {1, 2, "x"}}, {"o", {{"k", 1.5}}}, {"s", "text"}};
  const asl::Evaluated result = asl::evaluate(*call, FuzzScope(std::move(*input)));
  if (!result.value && result.problem.empty()) std::abort();
  return 0;
}
