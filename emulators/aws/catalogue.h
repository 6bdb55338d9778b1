#pragma once

// All services and operations that AWS has, as data: what a request can mean, whether or not Cloudling answers it.
// The data (catalogue/*.txt, made by catalogue/make_catalogue.py) is built into the binary; a service's operations are
// parsed when they are first asked for. Everything here is constant and may be read by any thread.

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/error.h"

namespace cloudling::aws {

enum class ProtocolKind : uint8_t { kJson, kRestJson, kRestXml, kQuery };

/// A key that a request must have to mean an operation. A query key has a value where `value` is not empty; a header
/// begins with it.
struct RequiredKey {
  std::string_view name;
  std::string_view value;
};

/// One operation. The route stands for REST protocols only.
struct CatalogueOperation {
  std::string_view name;
  std::string_view method;
  std::vector<std::string_view> path;  ///< segments: literals, "{Label}", "{Greedy+}"
  std::vector<RequiredKey> query;
  std::vector<RequiredKey> headers;
  int status = 200;  ///< of a successful answer
};

/// How an error of the service differs from the usual: `{"message": ...}` and the same code in all protocols.
struct CatalogueError {
  std::string_view name;
  bool capital_message = false;  ///< its member is "Message"
  bool has_type = false;         ///< it has a member "Type": "User" or "Service"
  std::string_view query_code;   ///< "" where it is `name`
};

class CatalogueService {
 public:
  /// `text` is a file of the catalogue and outlives this.
  explicit CatalogueService(std::string_view text);
  ~CatalogueService();
  CatalogueService(CatalogueService&&) noexcept;

  std::string_view id;     ///< "stepfunctions"
  std::string_view title;  ///< "AWS Step Functions"
  ProtocolKind protocol = ProtocolKind::kJson;
  std::string_view signing_name;     ///< "states": the service in a credential scope
  std::string_view version;          ///< "2016-11-23"
  std::string_view json_version;     ///< "1.0", "1.1"; "" where it speaks no JSON with X-Amz-Target
  std::string_view target_prefix;    ///< "AWSStepFunctions"
  std::string_view xml_namespace;    ///< of answers of the query protocol
  std::string_view error_namespace;  ///< before '#' in the __type of the service's own errors; "" without
  std::string_view validation_code;  ///< of requests that break a constraint of the model
  std::string_view malformed_code = "SerializationException";  ///< of a body that is no JSON
  bool query_compatible = false;  ///< JSON errors also carry the query protocol's code (x-amzn-query-error)

  std::span<const CatalogueOperation> operations() const;

  /// nullptr where AWS has no such operation.
  const CatalogueOperation* find(std::string_view operation) const;

  /// nullptr for an error that is as usual.
  const CatalogueError* find_error(std::string_view code) const;

 private:
  struct Lazy;
  const Lazy& lazy() const;

  std::unique_ptr<Lazy> lazy_;
};

/// All services, in the order of the docs.
std::span<const CatalogueService> catalogue();

/// By id; nullptr where there is none.
const CatalogueService* find_service(std::string_view id);

/// What AWS answers to an operation it does not have, in the words of the service's protocol.
Error unknown_operation(const CatalogueService& service, std::string_view operation);

}  // namespace cloudling::aws
