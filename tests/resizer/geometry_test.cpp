#include "resizer/geometry.h"

#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace cloudling::resizer {
namespace {

Align align(char letter) { return letter == 's' ? Align::kStart : letter == 'e' ? Align::kEnd : Align::kCentre; }

// The left side of a case: "4000x3000 cover 128 - enlarge at=sc".
std::pair<Size, Options> parse_question(const std::string& text) {
  std::istringstream in(text);
  Size source;
  Options options;
  char x = 0;
  std::string word;
  in >> source.width >> x >> source.height;
  for (const char* name : {"fit", "width", "height"}) {
    in >> word;
    if (word == "-") continue;
    const auto failed = set_option(options, name, word);
    EXPECT_FALSE(failed) << failed->message;
  }
  while (in >> word) {
    if (word == "enlarge") options.allow_enlargement = true;
    if (word.starts_with("at=")) options.position = {align(word[3]), align(word[4])};
  }
  return {source, options};
}

std::string describe(const Plan& plan) {
  std::ostringstream out;
  out << plan.scaled.width << "x" << plan.scaled.height << " | " << plan.crop.left << "," << plan.crop.top << ","
      << plan.crop.width << "," << plan.crop.height << " | " << plan.canvas.width << "x" << plan.canvas.height << " "
      << plan.left << "," << plan.top;
  return out.str();
}

TEST(Geometry, PlansAsTheTableSays) {
  std::ifstream file(std::string(CLOUDLING_RESIZER_CASES) + "/geometry_cases.txt");
  int cases = 0;
  for (std::string line; std::getline(file, line);) {
    const auto arrow = line.find(" -> ");
    if (line.empty() || line[0] == '#' || arrow == std::string::npos) continue;
    const auto [source, options] = parse_question(line.substr(0, arrow));
    const auto planned = plan_fit(source, options);
    ASSERT_TRUE(std::holds_alternative<Plan>(planned)) << line << ": " << std::get<Failure>(planned).message;
    EXPECT_EQ(describe(std::get<Plan>(planned)), line.substr(arrow + 4)) << line;
    ++cases;
  }
  EXPECT_GE(cases, 50);
}

TEST(Geometry, RefusesOutputsAboveTheLimit) {
  Options options;
  options.fit = Fit::kInside;
  options.width = 16'383;
  options.allow_enlargement = true;
  const auto planned = plan_fit({1, 65'535}, options);
  ASSERT_TRUE(std::holds_alternative<Failure>(planned));
  EXPECT_EQ(std::get<Failure>(planned).kind, Failure::Kind::kBadOption);
  EXPECT_NE(std::get<Failure>(planned).message.find("smaller width or height"), std::string::npos);
}

TEST(Geometry, RefusesCanvasesAboveTheLimit) {
  Options options;
  options.fit = Fit::kContain;
  options.width = 16'383;
  options.height = 16'383;
  EXPECT_TRUE(std::holds_alternative<Failure>(plan_fit({10, 10}, options)));
  options.limits.max_output_pixels = 16'383ULL * 16'383ULL;
  EXPECT_TRUE(std::holds_alternative<Plan>(plan_fit({10, 10}, options)));
}

}  // namespace
}  // namespace cloudling::resizer
