#pragma once

// multipart/form-data (RFC 7578) as it streams in: the fields before the file whole, the file as a stream. Bounded.

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/body.h"

namespace cloudling::s3 {

struct FormPart {
  std::string name;
  std::string filename;  ///< "" without
  std::string content_type;
  std::string value;  ///< of all but the file
};

/// A form up to its file.
struct Form {
  std::vector<FormPart> fields;  ///< in order, each once or more
  std::optional<FormPart> file;  ///< its head; nothing where the form ended without one
  aws::Body body;                ///< the file's bytes
};

/// The boundary of a multipart/form-data content type; nothing where it is another or malformed.
std::optional<std::string> form_boundary(std::string_view content_type);

/// Reads up to the field "file". Throws MalformedPOSTRequest (400) for what is no form, MaxPostPreDataLengthExceeded
/// (400) where the fields before the file exceed 20 KiB.
boost::asio::awaitable<Form> read_form(aws::Body body, std::string boundary);

}  // namespace cloudling::s3
