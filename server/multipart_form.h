#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cloudling::server {

/// One field of a multipart/form-data body (RFC 7578). The views point into the body.
struct FormField {
  std::string name;
  std::optional<std::string> filename;
  std::string content_type;
  std::string_view content;
  bool complete = false;  ///< its closing boundary was seen: false only where the body was cut, or just a beginning
};

/// The boundary of a `multipart/form-data; boundary=...` content type; nothing where it is another type or malformed.
std::optional<std::string> form_boundary(std::string_view content_type);

/// The fields in `body`, which may be the mere beginning of one: then the last is not complete.
/// At most 100 fields, each with at most 8 KiB of headers; nothing where the body is no such form.
std::optional<std::vector<FormField>> parse_form(std::string_view body, std::string_view boundary);

}  // namespace cloudling::server
