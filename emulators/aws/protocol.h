#pragma once

// What the AWS protocols have in common: a request becomes an operation's input, an output or an error an answer.
// All are walks over field lists; none knows a shape. Protocols hold no state and may be used by any thread.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulators/aws/catalogue.h"
#include "emulators/aws/error.h"
#include "emulators/aws/http.h"
#include "emulators/aws/shape.h"

namespace cloudling::aws {

/// Values of a route's labels, decoded: {"Bucket", "images"}, {"Key", "a/b.png"}.
using PathLabels = std::vector<std::pair<std::string, std::string>>;

/// What a protocol must know of the call it speaks for.
struct WireCall {
  const CatalogueService* service = nullptr;
  const CatalogueOperation* operation = nullptr;  ///< nullptr where AWS has none of that name
  std::string operation_name;
  std::string json_version = "1.0";  ///< of the request's content type, for JSON
  std::string request_id;            ///< UUID
  bool head = false;                 ///< the answer to HEAD has no body
};

/// A request, taken apart. `text` is the whole body, `stream` the body of an operation that takes a stream.
struct WireInput {
  const HttpRequest& request;
  const Query& query;
  const PathLabels& labels;
  std::string text;
  Body stream;
};

class Protocol {
 public:
  virtual ~Protocol() = default;

  /// Fills `input`, fresh from make_input, and its `missing`. Throws Error where what came is malformed or of a wrong
  /// type, in the service's words.
  virtual void decode(const WireCall& call, WireInput wire, AnyShape& input) const = 0;

  virtual HttpResponse encode(const WireCall& call, AnyShape output) const = 0;
  virtual HttpResponse encode(const WireCall& call, const Error& error) const = 0;
};

const Protocol& protocol(ProtocolKind kind);

/// Whether the shape takes or gives a stream.
bool has_stream(const Structure& shape);

/// The member that is the HTTP payload; nullptr without.
const Field* payload_field(const Structure& shape);

/// Whether the shape has members that stand in the body's document.
bool has_body_members(const Structure& shape);

namespace detail {
const Protocol& json_protocol();
const Protocol& rest_json_protocol();
const Protocol& rest_xml_protocol();
const Protocol& query_protocol();
}  // namespace detail

}  // namespace cloudling::aws
