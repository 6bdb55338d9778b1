#include <gtest/gtest.h>

#include "resizer/resizer.h"

namespace cloudling::resizer {
namespace {

Options with(std::string_view name, std::string_view value) {
  Options options;
  const auto failed = set_option(options, name, value);
  EXPECT_FALSE(failed) << name << "=" << value << ": " << failed->message;
  return options;
}

std::string refusal(std::string_view name, std::string_view value) {
  Options options;
  const auto failed = set_option(options, name, value);
  EXPECT_TRUE(failed) << name << "=" << value;
  if (!failed) return "";
  EXPECT_EQ(failed->kind, Failure::Kind::kBadOption);
  return failed->message;
}

TEST(Options, SidesAndTheirShortNames) {
  EXPECT_EQ(with("width", "128").width, 128);
  EXPECT_EQ(with("w", "1").width, 1);
  EXPECT_EQ(with("height", "16383").height, 16383);
  EXPECT_EQ(with("H", "7").height, 7);
  for (const char* bad : {"", "0", "-5", "16384", "12px", "1e3", " 12", "99999999999999999999"}) {
    EXPECT_NE(refusal("width", bad).find("a whole number from 1 to 16383 pixels"), std::string::npos) << bad;
  }
}

TEST(Options, Words) {
  EXPECT_EQ(with("fit", "inside").fit, Fit::kInside);
  EXPECT_EQ(with("FIT", "Outside").fit, Fit::kOutside);
  EXPECT_EQ(with("format", "jpg").format, Format::kJpeg);
  EXPECT_EQ(with("format", "JPEG").format, Format::kJpeg);
  EXPECT_EQ(with("format", "webp").format, Format::kWebp);
  EXPECT_EQ(refusal("fit", "stretch"), "fit must be cover, contain, fill, inside or outside, not \"stretch\"");
  EXPECT_EQ(refusal("format", "gif"), "format must be auto, jpeg, png or webp, not \"gif\"");
}

TEST(Options, Positions) {
  const auto corner = with("position", "right top").position;
  EXPECT_EQ(corner.x, Align::kEnd);
  EXPECT_EQ(corner.y, Align::kStart);
  const auto compass = with("gravity", "southwest").position;
  EXPECT_EQ(compass.x, Align::kStart);
  EXPECT_EQ(compass.y, Align::kEnd);
  EXPECT_NE(refusal("position", "attention").find("position must be"), std::string::npos);
}

TEST(Options, Quality) {
  EXPECT_EQ(with("quality", "1").quality, 1);
  EXPECT_EQ(with("q", "100").quality, 100);
  for (const char* bad : {"0", "101", "high", "80.5"}) {
    EXPECT_NE(refusal("q", bad).find("quality must be a whole number from 1 to 100"), std::string::npos) << bad;
  }
}

TEST(Options, Colours) {
  EXPECT_EQ(with("background", "#fff").background, (Color{255, 255, 255, 255}));
  EXPECT_EQ(with("bg", "1a2B3c").background, (Color{0x1a, 0x2b, 0x3c, 255}));
  EXPECT_EQ(with("bg", "#11223380").background, (Color{0x11, 0x22, 0x33, 0x80}));
  EXPECT_EQ(with("bg", "#1238").background, (Color{0x11, 0x22, 0x33, 0x88}));
  EXPECT_EQ(with("bg", "Transparent").background, (Color{0, 0, 0, 0}));
  for (const char* bad : {"", "#", "#12", "#12345", "#ggg", "#123456789", "mauve-ish"}) {
    EXPECT_NE(refusal("background", bad).find("background must be a colour"), std::string::npos) << bad;
  }
}

TEST(Options, Flags) {
  EXPECT_TRUE(with("enlarge", "true").allow_enlargement);
  EXPECT_TRUE(with("withoutEnlargement", "false").allow_enlargement);
  EXPECT_FALSE(with("without_enlargement", "1").allow_enlargement);
  EXPECT_TRUE(with("progressive", "yes").progressive);
  EXPECT_TRUE(with("lossless", "on").lossless);
  EXPECT_EQ(refusal("lossless", "maybe"), "lossless must be true or false, not \"maybe\"");
}

TEST(Options, UnknownNamesListTheKnown) {
  EXPECT_TRUE(is_option("Width"));
  EXPECT_FALSE(is_option("blur"));
  const std::string message = refusal("blur", "3");
  EXPECT_NE(message.find("\"blur\""), std::string::npos);
  EXPECT_NE(message.find("withoutEnlargement"), std::string::npos);
}

TEST(Options, AFailureLeavesThemAsTheyWere) {
  Options options;
  options.width = 5;
  EXPECT_TRUE(set_option(options, "width", "no"));
  EXPECT_EQ(options.width, 5);
}

TEST(Options, LongValuesAreCutInMessages) { EXPECT_LT(refusal("fit", std::string(100'000, 'x')).size(), 200U); }

TEST(Options, ResizeChecksWhatWasSetDirectly) {
  for (const auto& change : {+[](Options& o) { o.width = 0; }, +[](Options& o) { o.height = 20'000; },
                             +[](Options& o) { o.quality = 101; }}) {
    Options options;
    change(options);
    const auto resized = resize("anything", options);
    ASSERT_TRUE(std::holds_alternative<Failure>(resized));
    EXPECT_EQ(std::get<Failure>(resized).kind, Failure::Kind::kBadOption);
  }
}

TEST(Options, NamesOfFormats) {
  EXPECT_EQ(name(Format::kJpeg), "jpeg");
  EXPECT_EQ(content_type(Format::kPng), "image/png");
  EXPECT_EQ(extension(Format::kJpeg), "jpg");
  EXPECT_EQ(extension(Format::kWebp), "webp");
}

}  // namespace
}  // namespace cloudling::resizer
