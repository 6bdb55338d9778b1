#pragma once

// Who sent a request: its signature is verified where the key is known (AWS documents "Signature Version 4 for API
// requests" and "Authenticating Requests"). Requests of unknown keys are taken at their word, unless told otherwise:
// local clients sign with "test".

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "emulators/aws/aws_chunked.h"
#include "emulators/aws/catalogue.h"
#include "emulators/aws/clock.h"
#include "emulators/aws/credentials.h"
#include "emulators/aws/http.h"
#include "emulators/aws/sigv4.h"

namespace cloudling::aws {

enum class AuthMode : uint8_t {
  kOff,    ///< nothing is verified
  kKnown,  ///< known keys are verified, unknown ones accepted as the root of their account
  kStrict  ///< unknown keys are refused, and requests without a signature, but S3's
};

/// Who sent a request.
struct Signer {
  std::string account = CallContext().account;
  Principal principal;
  std::unique_ptr<ChunkSignatures> chunks;  ///< of an aws-chunked body whose chunks are signed; to be verified
};

/// How to treat a request.
struct AuthRules {
  ProtocolKind protocol =
      ProtocolKind::kRestJson;  ///< whose words refusals have; kRestXml is S3, with rules of its own
  size_t body_limit = 0;        ///< of bodies that are read whole, bytes
  bool open = false;            ///< an operation that nobody has to sign for
};

/// Thread-safe.
class Authenticator {
 public:
  Authenticator(AuthMode mode, Credentials& credentials, const Clock& clock)
      : mode_(mode), credentials_(credentials), clock_(clock) {}

  /// Throws Error in the words of the protocol. Where the body's hash is part of what was signed, the body is read
  /// whole (S3: checked as it is read).
  boost::asio::awaitable<Signer> authenticate(HttpRequest& request, const Signature& signature, AuthRules rules);

 private:
  AuthMode mode_;
  Credentials& credentials_;
  const Clock& clock_;
};

}  // namespace cloudling::aws
