#pragma once

// Inputs and outputs of the API Gateway Management API (2018-11-29): what a backend says to open connections.

#include <string>

#include "emulators/aws/shape.h"

namespace cloudling::apigateway::websocket {

struct ConnectionKey {
  std::string connection_id;
  static const aws::Structure& shape();
};

struct PostToConnectionInput {
  std::string connection_id;
  aws::Blob data;
  static const aws::Structure& shape();
};

struct ConnectionIdentity {
  std::string source_ip;
  std::string user_agent;
  static const aws::Structure& shape();
};

struct GetConnectionOutput {
  aws::Timestamp connected_at;
  ConnectionIdentity identity;
  aws::Timestamp last_active_at;
  static const aws::Structure& shape();
};

}  // namespace cloudling::apigateway::websocket
