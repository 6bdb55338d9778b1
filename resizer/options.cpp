#include "resizer/options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>

namespace cloudling::resizer {
namespace {

constexpr int kMaxQuality = 100;
constexpr size_t kShownBytes = 40;

struct NamedColor {
  std::string_view name;
  Color color;
};

constexpr auto kColors = std::to_array<NamedColor>({
    {"white", {255, 255, 255, 255}},
    {"black", {0, 0, 0, 255}},
    {"transparent", {0, 0, 0, 0}},
    {"gray", {128, 128, 128, 255}},
    {"grey", {128, 128, 128, 255}},
    {"silver", {192, 192, 192, 255}},
    {"red", {255, 0, 0, 255}},
    {"green", {0, 128, 0, 255}},
    {"blue", {0, 0, 255, 255}},
    {"yellow", {255, 255, 0, 255}},
    {"orange", {255, 165, 0, 255}},
    {"purple", {128, 0, 128, 255}},
});

constexpr auto kFits = std::to_array<std::pair<std::string_view, Fit>>({
    {"cover", Fit::kCover},
    {"contain", Fit::kContain},
    {"fill", Fit::kFill},
    {"inside", Fit::kInside},
    {"outside", Fit::kOutside},
});

constexpr auto kFormats = std::to_array<std::pair<std::string_view, Format>>({
    {"auto", Format::kAuto},
    {"jpeg", Format::kJpeg},
    {"jpg", Format::kJpeg},
    {"png", Format::kPng},
    {"webp", Format::kWebp},
});

constexpr Align kStart = Align::kStart;
constexpr Align kCentre = Align::kCentre;
constexpr Align kEnd = Align::kEnd;

constexpr auto kPositions = std::to_array<std::pair<std::string_view, Position>>({
    {"centre", {kCentre, kCentre}},
    {"center", {kCentre, kCentre}},
    {"top", {kCentre, kStart}},
    {"right-top", {kEnd, kStart}},
    {"right", {kEnd, kCentre}},
    {"right-bottom", {kEnd, kEnd}},
    {"bottom", {kCentre, kEnd}},
    {"left-bottom", {kStart, kEnd}},
    {"left", {kStart, kCentre}},
    {"left-top", {kStart, kStart}},
    {"north", {kCentre, kStart}},
    {"northeast", {kEnd, kStart}},
    {"east", {kEnd, kCentre}},
    {"southeast", {kEnd, kEnd}},
    {"south", {kCentre, kEnd}},
    {"southwest", {kStart, kEnd}},
    {"west", {kStart, kCentre}},
    {"northwest", {kStart, kStart}},
});

// What set_option keeps of a value: lower case, "right top" (also as "right+top" or "right_top") as "right-top".
std::string normal(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == ' ' || c == '_' || c == '+') c = '-';
  }
  return result;
}

Failure bad_value(std::string_view name, std::string_view wanted, std::string_view value) {
  std::string shown(value.substr(0, kShownBytes));
  if (value.size() > kShownBytes) shown += "...";
  return {Failure::Kind::kBadOption, std::string(name) + " must be " + std::string(wanted) + ", not \"" + shown + "\""};
}

std::string whole_number_wanted(int max) { return "a whole number from 1 to " + std::to_string(max); }

std::optional<int> parse_whole(std::string_view text, int max) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 1 || value > max) return std::nullopt;
  return value;
}

std::optional<bool> parse_flag(std::string_view text) {
  const std::string word = normal(text);
  if (word == "true" || word == "1" || word == "yes" || word == "on") return true;
  if (word == "false" || word == "0" || word == "no" || word == "off") return false;
  return std::nullopt;
}

template <class Table>
auto find_word(const Table& table, std::string_view text) -> std::optional<typename Table::value_type::second_type> {
  const std::string word = normal(text);
  for (const auto& [name, value] : table) {
    if (name == word) return value;
  }
  return std::nullopt;
}

std::optional<uint8_t> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<uint8_t>(c - 'a' + 10);
  return std::nullopt;
}

// "rgb", "rgba", "rrggbb" or "rrggbbaa" in lower case.
std::optional<Color> parse_hex_color(std::string_view hex) {
  const bool is_short = hex.size() == 3 || hex.size() == 4;
  if (!is_short && hex.size() != 6 && hex.size() != 8) return std::nullopt;
  std::array<uint8_t, 4> channels{0, 0, 0, 255};
  const size_t digits = is_short ? 1 : 2;
  for (size_t i = 0; i < hex.size() / digits; ++i) {
    const auto high = hex_digit(hex[i * digits]);
    const auto low = hex_digit(hex[i * digits + digits - 1]);
    if (!high || !low) return std::nullopt;
    channels[i] = static_cast<uint8_t>(*high << 4 | *low);
  }
  return Color{channels[0], channels[1], channels[2], channels[3]};
}

std::optional<Color> parse_color(std::string_view text) {
  const std::string word = normal(text);
  for (const auto& [name, color] : kColors) {
    if (name == word) return color;
  }
  std::string_view hex = word;
  if (hex.starts_with('#')) hex.remove_prefix(1);
  return parse_hex_color(hex);
}

using Set = std::optional<Failure> (*)(Options&, std::string_view value);

template <class Value>
bool assign(Value& field, const std::optional<Value>& value) {
  if (value) field = *value;
  return value.has_value();
}

std::optional<Failure> set_side(std::optional<int>& side, std::string_view name, std::string_view value, int max) {
  const auto parsed = parse_whole(value, max);
  if (!parsed) return bad_value(name, whole_number_wanted(max) + " pixels", value);
  side = parsed;
  return std::nullopt;
}

std::optional<Failure> set_width(Options& options, std::string_view value) {
  return set_side(options.width, "width", value, options.limits.max_output_dimension);
}

std::optional<Failure> set_height(Options& options, std::string_view value) {
  return set_side(options.height, "height", value, options.limits.max_output_dimension);
}

std::optional<Failure> set_fit(Options& options, std::string_view value) {
  if (assign(options.fit, find_word(kFits, value))) return std::nullopt;
  return bad_value("fit", "cover, contain, fill, inside or outside", value);
}

std::optional<Failure> set_position(Options& options, std::string_view value) {
  if (assign(options.position, find_word(kPositions, value))) return std::nullopt;
  return bad_value("position",
                   "centre, top, right-top, right, right-bottom, bottom, left-bottom, left, left-top or a "
                   "compass name such as northeast",
                   value);
}

std::optional<Failure> set_format(Options& options, std::string_view value) {
  if (assign(options.format, find_word(kFormats, value))) return std::nullopt;
  return bad_value("format", "auto, jpeg, png or webp", value);
}

std::optional<Failure> set_quality(Options& options, std::string_view value) {
  if (assign(options.quality, parse_whole(value, kMaxQuality))) return std::nullopt;
  return bad_value("quality", whole_number_wanted(kMaxQuality), value);
}

std::optional<Failure> set_background(Options& options, std::string_view value) {
  if (assign(options.background, parse_color(value))) return std::nullopt;
  return bad_value("background", "a colour such as #ff8000, ff800080, white or transparent", value);
}

std::optional<Failure> set_flag(bool& flag, std::string_view name, std::string_view value) {
  if (assign(flag, parse_flag(value))) return std::nullopt;
  return bad_value(name, "true or false", value);
}

std::optional<Failure> set_enlarge(Options& options, std::string_view value) {
  return set_flag(options.allow_enlargement, "enlarge", value);
}

std::optional<Failure> set_without_enlargement(Options& options, std::string_view value) {
  bool without = !options.allow_enlargement;
  if (auto failed = set_flag(without, "withoutEnlargement", value)) return failed;
  options.allow_enlargement = !without;
  return std::nullopt;
}

std::optional<Failure> set_progressive(Options& options, std::string_view value) {
  return set_flag(options.progressive, "progressive", value);
}

std::optional<Failure> set_lossless(Options& options, std::string_view value) {
  return set_flag(options.lossless, "lossless", value);
}

// Names as normal() leaves them.
constexpr auto kOptions = std::to_array<std::pair<std::string_view, Set>>({
    {"width", set_width},
    {"w", set_width},
    {"height", set_height},
    {"h", set_height},
    {"fit", set_fit},
    {"position", set_position},
    {"gravity", set_position},
    {"format", set_format},
    {"quality", set_quality},
    {"q", set_quality},
    {"background", set_background},
    {"bg", set_background},
    {"withoutenlargement", set_without_enlargement},
    {"without-enlargement", set_without_enlargement},
    {"enlarge", set_enlarge},
    {"allow-enlargement", set_enlarge},
    {"progressive", set_progressive},
    {"lossless", set_lossless},
});

Failure unknown_option(std::string_view name) {
  std::string shown(name.substr(0, kShownBytes));
  return {Failure::Kind::kBadOption,
          "there is no option \"" + shown +
              "\"; there are width, height, fit, position, format, quality, background, withoutEnlargement, enlarge, "
              "progressive and lossless"};
}

bool in_range(const std::optional<int>& side, int max) { return !side || (*side >= 1 && *side <= max); }

}  // namespace

std::optional<Failure> set_option(Options& options, std::string_view name, std::string_view value) {
  if (const auto set = find_word(kOptions, name)) return (*set)(options, value);
  return unknown_option(name);
}

bool is_option(std::string_view name) { return find_word(kOptions, name).has_value(); }

std::optional<Failure> check_options(const Options& options) {
  const int max = options.limits.max_output_dimension;
  if (!in_range(options.width, max)) {
    return bad_value("width", whole_number_wanted(max) + " pixels", std::to_string(*options.width));
  }
  if (!in_range(options.height, max)) {
    return bad_value("height", whole_number_wanted(max) + " pixels", std::to_string(*options.height));
  }
  if (!in_range(options.quality, kMaxQuality)) {
    return bad_value("quality", whole_number_wanted(kMaxQuality), std::to_string(options.quality));
  }
  return std::nullopt;
}

std::string_view name(Format format) {
  switch (format) {
    case Format::kJpeg:
      return "jpeg";
    case Format::kPng:
      return "png";
    case Format::kWebp:
      return "webp";
    case Format::kAuto:
      break;
  }
  return "auto";
}

std::string_view content_type(Format format) {
  switch (format) {
    case Format::kJpeg:
      return "image/jpeg";
    case Format::kPng:
      return "image/png";
    case Format::kWebp:
      return "image/webp";
    case Format::kAuto:
      break;
  }
  return "application/octet-stream";
}

std::string_view extension(Format format) {
  switch (format) {
    case Format::kJpeg:
      return "jpg";
    case Format::kPng:
      return "png";
    case Format::kWebp:
      return "webp";
    case Format::kAuto:
      break;
  }
  return "";
}

}  // namespace cloudling::resizer
