#pragma once

// The virtual clock over HTTP, for tests of what takes time.
//
//   GET  /_cloudling/clock   {"mode": "real" | "auto", "paused": false, "now": ..., "ahead": seconds, ...}
//   POST /_cloudling/clock   {"action": "pause"}, {"action": "resume"}, {"action": "advance", "seconds": 3600} or
//                            {"action": "advance", "to": "2027-01-01T00:00:00Z"}; answers what GET then does

#include <boost/asio/awaitable.hpp>

#include "emulators/aws/http.h"
#include "emulators/aws/virtual_clock.h"

namespace cloudling::server {

/// An advance is answered when it has arrived. Throws aws::Error where the request makes no sense.
boost::asio::awaitable<aws::HttpResponse> clock_endpoint(aws::VirtualClock& clock, aws::HttpRequest request);

}  // namespace cloudling::server
