#include "tests/emulators/aws/support.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

namespace cloudling::aws::test {

namespace {

std::string_view take_line(std::string_view& text) {
  const size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

void trim_end(std::string& text) {
  while (text.ends_with('\n')) text.pop_back();
}

class PieceReader : public BodyReader {
 public:
  PieceReader(std::string bytes, size_t size) : bytes_(std::move(bytes)), size_(size) {}
  boost::asio::awaitable<std::string> next() override {
    std::string piece = bytes_.substr(0, size_);
    bytes_.erase(0, size_);
    co_return piece;
  }

 private:
  std::string bytes_;
  size_t size_;
};

}  // namespace

bool Case::has(std::string_view part) const {
  return std::ranges::any_of(parts, [part](const auto& item) { return item.first == part; });
}

const std::string& Case::get(std::string_view part) const {
  for (const auto& [key, text] : parts) {
    if (key == part) return text;
  }
  throw std::runtime_error("case '" + name + "' has no part '" + std::string(part) + "'");
}

std::vector<Case> read_cases(const std::string& file) {
  std::ifstream in(std::string(CLOUDLING_AWS_CASES) + "/" + file, std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(in), {}};
  std::vector<Case> cases;
  for (std::string_view text = all; !text.empty();) {
    const std::string_view line = take_line(text);
    if (line.starts_with("=== ")) {
      cases.push_back({std::string(line.substr(4)), {}});
    } else if (line.starts_with("--- ") && !cases.empty()) {
      cases.back().parts.emplace_back(line.substr(4), "");
    } else if (!cases.empty() && !cases.back().parts.empty()) {
      cases.back().parts.back().second.append(line).append("\n");
    }
  }
  if (cases.empty()) throw std::runtime_error("no cases in " + file);
  for (Case& item : cases) {
    for (auto& part : item.parts) trim_end(part.second);
  }
  return cases;
}

HttpRequest parse_request(std::string_view text) {
  HttpRequest request;
  const std::string_view first = take_line(text);
  const size_t space = first.find(' ');
  request.method = std::string(first.substr(0, space));
  request.target = std::string(first.substr(space + 1));
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    if (line.empty()) break;
    const size_t colon = line.find(": ");
    request.headers.add(std::string(line.substr(0, colon)), std::string(line.substr(colon + 2)));
  }
  request.body = std::string(text);
  return request;
}

std::string print_response(HttpResponse response) {
  std::string text = std::to_string(response.status) + "\n";
  for (const auto& [name, value] : response.headers) text += name + ": " + value + "\n";
  const std::string body = run(response.body.read_all(1 << 20));
  if (!body.empty()) text += "\n" + body;
  return text.ends_with('\n') ? text.substr(0, text.size() - 1) : text;
}

Body in_pieces(std::string bytes, size_t size) {
  const uint64_t length = bytes.size();
  return {std::make_unique<PieceReader>(std::move(bytes), size), length};
}

std::string test_name(std::string text) {
  for (char& c : text) {
    if (!isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return text;
}

}  // namespace cloudling::aws::test
