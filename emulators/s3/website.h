#pragma once

// Bucket websites (S3 user guide, "Hosting a static website using Amazon S3"): which object a path means and what is
// answered where there is none. Pure.

#include <optional>
#include <string>
#include <string_view>

#include "emulators/s3/shapes_website.h"

namespace cloudling::s3 {

/// The bucket whose website a Host names: "<bucket>.s3-website-<region>.amazonaws.com", "<bucket>.s3-website.localhost"
/// and their like; "" for all other hosts.
std::string website_of_host(std::string_view host);

/// The key that a path means: one that ends with '/' (or is empty) gets the index document behind it.
std::string website_key(const WebsiteConfiguration& website, const std::string& path);

/// A redirect: status and where to.
struct WebsiteRedirect {
  int status = 301;
  std::string location;
};

/// Where all requests to the site go, if they do.
std::optional<WebsiteRedirect> redirect_of_all(const WebsiteConfiguration& website, const std::string& key,
                                               std::string_view scheme);

/// Where the first routing rule sends a key; `error` is the status that it met, 0 before it was looked for.
std::optional<WebsiteRedirect> routed(const WebsiteConfiguration& website, const std::string& key, int error,
                                      std::string_view scheme, std::string_view host);

}  // namespace cloudling::s3
