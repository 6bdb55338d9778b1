// Any request head: its signature is read, it is identified and canonicalised, its body decoded as aws-chunked.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "emulators/aws/aws_chunked.h"
#include "emulators/aws/error.h"
#include "emulators/aws/identify.h"
#include "emulators/aws/sigv2.h"
#include "emulators/aws/sigv4.h"

using namespace cloudling::aws;

namespace {

/// "METHOD\nTARGET\nHOST\nAUTHORIZATION\nX-AMZ-TARGET\nCONTENT-TYPE\n" and the body.
HttpRequest make_request(std::string_view text) {
  const auto line = [&text] {
    const size_t end = std::min(text.find('\n'), text.size());
    std::string taken(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return taken;
  };
  HttpRequest request;
  request.method = line();
  request.target = "/" + line();
  for (const char* name : {"Host", "Authorization", "X-Amz-Target", "Content-Type"}) request.headers.add(name, line());
  request.body = std::string(text);
  return request;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const HttpRequest request = make_request({reinterpret_cast<const char*>(data), size});
  const Query query = request.query();
  const Signature signature = parse_signature(request, query);
  if (signature.kind == Signature::Kind::kMalformed) {
    signature_error(signature, request, true);
    signature_error(signature, request, false);
  }
  identify(request, query, may_be_query_form(request, signature) ? parse_query(request.body.bytes()) : Query(),
           signature);
  canonical_request({request, signature.signed_headers, "UNSIGNED-PAYLOAD", false});
  canonical_request({request, signature.signed_headers, "UNSIGNED-PAYLOAD", true});
  string_to_sign_v2(request, signature);
  try {
    ChunkDecoder decoder(request.target.size());
    std::string out;
    decoder.take(request.body.bytes(), out);
    decoder.finish();
    if (out.size() != request.target.size()) std::abort();
  } catch (const Error&) {
  }
  return 0;
}
