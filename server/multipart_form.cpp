#include "server/multipart_form.h"

#include <algorithm>
#include <cctype>

namespace cloudling::server {

namespace {

constexpr size_t kMaxFields = 100;
constexpr size_t kMaxHeaderBytes = 8192;

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::tolower(c); });
  return out;
}

/// The value of `name=` in a header with parameters, quoted or not. The parameter follows a ';' and any spaces.
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
  for (size_t at = header.find(';'); at != std::string_view::npos; at = header.find(';', at)) {
    at = header.find_first_not_of(" \t;", at);
    if (at == std::string_view::npos) break;
    const size_t equals = header.find('=', at);
    if (equals == std::string_view::npos) break;
    if (lower(header.substr(at, equals - at)) != name) continue;
    std::string_view value = header.substr(equals + 1);
    if (!value.empty() && value[0] == '"') {
      const size_t end = value.find('"', 1);
      return end == std::string_view::npos ? std::nullopt : std::optional<std::string>(value.substr(1, end - 1));
    }
    return std::string(value.substr(0, value.find_first_of("; \t")));
  }
  return std::nullopt;
}

bool read_headers(std::string_view block, FormField& field) {
  bool named = false;
  while (!block.empty()) {
    const size_t end = block.find("\r\n");
    const std::string_view line = block.substr(0, end);
    block = end == std::string_view::npos ? std::string_view() : block.substr(end + 2);
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string name = lower(line.substr(0, colon));
    std::string_view value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    if (name == "content-type") field.content_type = value;
    if (name != "content-disposition") continue;
    auto field_name = parameter(value, "name");
    if (!field_name) return false;
    field.name = std::move(*field_name);
    field.filename = parameter(value, "filename");
    named = true;
  }
  return named;
}

}  // namespace

std::optional<std::string> form_boundary(std::string_view content_type) {
  if (lower(content_type.substr(0, content_type.find(';'))) != "multipart/form-data") return std::nullopt;
  auto boundary = parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > 70) return std::nullopt;
  return boundary;
}

std::optional<std::vector<FormField>> parse_form(std::string_view body, std::string_view boundary) {
  const std::string first = "--" + std::string(boundary);
  const std::string delimiter = "\r\n" + first;
  std::vector<FormField> fields;
  if (!body.starts_with(first)) return std::nullopt;
  size_t at = first.size();
  while (body.substr(at, 2) == "\r\n" && fields.size() < kMaxFields) {
    at += 2;
    const size_t headers_end = body.find("\r\n\r\n", at);
    if (headers_end == std::string_view::npos) return fields;
    if (headers_end - at > kMaxHeaderBytes) return std::nullopt;
    FormField field;
    if (!read_headers(body.substr(at, headers_end - at), field)) return std::nullopt;
    const size_t begin = headers_end + 4;
    const size_t end = body.find(delimiter, begin);
    field.complete = end != std::string_view::npos;
    field.content = body.substr(begin, field.complete ? end - begin : std::string_view::npos);
    fields.push_back(std::move(field));
    if (!fields.back().complete) return fields;
    at = end + delimiter.size();
  }
  return fields;
}

}  // namespace cloudling::server
