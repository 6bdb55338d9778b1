#pragma once

// Code.Location and Content.Location: URLs of this server under which the archive of a function or a layer can be
// downloaded for ten minutes, by whoever has the URL.

#include <boost/asio/awaitable.hpp>
#include <string>

#include "emulators/aws/clock.h"
#include "emulators/aws/context.h"
#include "emulators/aws/http.h"
#include "emulators/aws/pagination.h"
#include "emulators/store/store.h"

namespace cloudling::lambda {

/// Thread-safe. The URLs are good as long as the process lives.
class CodeDownloads {
 public:
  CodeDownloads(store::Store& store, const aws::Clock& clock);

  /// The URL for a caller. `arn` is a function's with its version, or a layer version's.
  std::string location(const aws::CallContext& context, const std::string& endpoint, const std::string& arn) const;

  static bool claims(const aws::HttpRequest& request);

  /// The archive, or 403 in S3's form.
  boost::asio::awaitable<aws::HttpResponse> handle(aws::HttpRequest request);

 private:
  store::Store& store_;
  const aws::Clock& clock_;
  const aws::PageTokens tokens_;
};

}  // namespace cloudling::lambda
