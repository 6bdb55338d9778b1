#include "server/own_response.h"

namespace cloudling::server {

aws::HttpResponse json_response(int status, const json::Value& value) {
  aws::HttpResponse response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  response.body = json::write(value) + "\n";
  return response;
}

aws::HttpResponse json_error(int status, const std::string& code, const std::string& message) {
  json::Value body = json::Value::object();
  body["error"] = code;
  body["message"] = message;
  return json_response(status, body);
}

}  // namespace cloudling::server
