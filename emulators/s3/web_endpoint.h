#pragma once

// What browsers bring to S3 that is none of its API's operations: forms that upload (POST Object), preflights and the
// headers that let pages of other sites read answers (CORS), and bucket websites.

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "emulators/aws/authenticator.h"
#include "emulators/aws/credentials.h"
#include "emulators/aws/http.h"
#include "emulators/s3/cors.h"
#include "emulators/s3/form_reader.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/shapes_website.h"

namespace cloudling::s3 {

/// What it is made of; all outlive it.
struct WebParts {
  store::Store& store;
  S3& s3;
  aws::Credentials& credentials;
  aws::Clock& clock;
  aws::IdSource& ids;
};

/// Thread-safe. Never throws an aws::Error: what fails is answered in S3's XML, a website's as a page.
class WebEndpoint {
 public:
  explicit WebEndpoint(const WebParts& parts) : parts_(parts) {}

  /// A form for a bucket: POST of multipart/form-data to it.
  static bool claims_form(const aws::HttpRequest& request);
  boost::asio::awaitable<aws::HttpResponse> post_form(aws::HttpRequest request, aws::AuthMode mode);

  /// A request to the host of a bucket's website.
  static bool claims_website(const aws::HttpRequest& request);
  boost::asio::awaitable<aws::HttpResponse> website(aws::HttpRequest request);

  /// What a bucket's CORS rules say to a request with an Origin that is for S3.
  struct CorsVerdict {
    bool s3 = false;               ///< it is for a bucket
    bool configured = false;       ///< which has rules
    std::optional<CORSRule> rule;  ///< the one that lets it pass
  };
  boost::asio::awaitable<CorsVerdict> judge_cors(const aws::HttpRequest& request);

  /// The answer to OPTIONS, by that verdict.
  aws::HttpResponse preflight(const aws::HttpRequest& request, const CorsVerdict& verdict);

 private:
  boost::asio::awaitable<aws::HttpResponse> take_form(aws::HttpRequest& request, aws::AuthMode mode,
                                                      const std::string& request_id);
  boost::asio::awaitable<aws::HttpResponse> serve(const aws::HttpRequest& request, const std::string& bucket,
                                                  const WebsiteConfiguration& website);
  boost::asio::awaitable<GetObjectOutput> read_page(const aws::HttpRequest& request, std::string bucket,
                                                    std::string key);
  boost::asio::awaitable<aws::HttpResponse> failed_page(const aws::HttpRequest& request, const std::string& bucket,
                                                        const std::string& key, const WebsiteConfiguration& website,
                                                        const aws::Error& error);

  WebParts parts_;
};

}  // namespace cloudling::s3
