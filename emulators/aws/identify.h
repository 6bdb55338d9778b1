#pragma once

// Which service and operation a request means, and in which protocol. An ordered list of rules, the first that speaks
// decides:
//   1. X-Amz-Target (or the path of Smithy RPC): the target's prefix
//   2. the service in the signature's scope
//   3. the Host: states.localhost, lambda.us-east-1.amazonaws.com, images.s3.localhost, ...
//   4. the SDK's User-Agent: api/lambda#...
//   5. Action and Version, in the query or a form; Action alone at a queue's own path
//   6. the path: /2015-03-31/functions, /restapis, /v2/apis
//   7. S3, to which everything else belongs

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulators/aws/catalogue.h"
#include "emulators/aws/http.h"
#include "emulators/aws/protocol.h"
#include "emulators/aws/sigv4.h"

namespace cloudling::aws {

struct Identity {
  const CatalogueService* service = nullptr;  ///< nullptr: one that the catalogue has not; `service_name` says which
  std::string service_name;
  ProtocolKind protocol = ProtocolKind::kRestXml;
  std::string json_version = "1.0";
  std::string operation_name;                     ///< as asked for; "" where no route fits
  const CatalogueOperation* operation = nullptr;  ///< nullptr where AWS has none of that name
  PathLabels labels;
  bool rpc_cbor = false;  ///< Smithy RPC v2 CBOR, whatever else the service speaks
};

/// `form` has the parameters of a form body where the request has one that was read, else is empty.
Identity identify(const HttpRequest& request, const Query& query, const Query& form, const Signature& signature);

/// The bucket that the Host names (virtual-host style), in any of AWS's or the field's forms; "" for path style.
/// A bare "<bucket>.localhost" counts as well: SDKs make it from an endpoint http://localhost:4566.
std::string bucket_of_host(std::string_view host);

/// What an S3 request addresses, in either style: {}, {bucket} or {bucket, key}, the key whole with all its slashes.
std::vector<std::string> s3_segments(const HttpRequest& request);

/// Whether the body may be a form with the Action of a query-protocol request, to be read before identification.
bool may_be_query_form(const HttpRequest& request, const Signature& signature);

}  // namespace cloudling::aws
