#include "emulators/apigateway/rest/rest.h"

#include <utility>

namespace cloudling::apigateway::rest {

Rest::Rest(RestParts parts) : parts_(parts) {}

boost::asio::awaitable<std::optional<aws::HttpResponse>> Rest::answer(ApiRequest& request) {
  auto look = [&](store::ReadTransaction& tx) { return find_owner(tx, request.api_id); };
  const std::optional<Scope> owner = parts_.store.read_inline(look);
  if (!owner) co_return std::nullopt;
  co_return api_error(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
}

}  // namespace cloudling::apigateway::rest
