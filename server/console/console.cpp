#include "server/console/console.h"

#include "server/console/console_files.h"
#include "server/own_response.h"

namespace cloudling::server {

namespace {

constexpr std::string_view kPath = "/_cloudling/console";

/// Nothing from elsewhere, and no page of another site may frame it.
constexpr const char* kContentSecurityPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob: data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

struct File {
  std::string_view name;
  std::string_view content_type;
  std::string_view bytes;
};

const File kFiles[] = {
    {"", "text/html; charset=utf-8", kIndexHtml},
    {"/console.css", "text/css; charset=utf-8", kConsoleCss},
    {"/console.js", "text/javascript; charset=utf-8", kConsoleJs},
};

}  // namespace

bool is_console_path(std::string_view path) {
  return path.starts_with(kPath) && (path.size() == kPath.size() || path[kPath.size()] == '/');
}

aws::HttpResponse console_response(const aws::HttpRequest& request) {
  if (request.method != "GET" && request.method != "HEAD") return json_error(405, "MethodNotAllowed", "Use GET here.");
  std::string_view name = request.raw_path().substr(kPath.size());
  if (name == "/") name = "";
  for (const File& file : kFiles) {
    if (file.name != name) continue;
    aws::HttpResponse response;
    response.headers.add("Content-Type", std::string(file.content_type));
    response.headers.add("Content-Security-Policy", kContentSecurityPolicy);
    response.headers.add("X-Content-Type-Options", "nosniff");
    response.headers.add("Cache-Control", "no-cache");
    response.body = std::string(file.bytes);
    return response;
  }
  return json_error(404, "NotFound", "The console has no such file.");
}

}  // namespace cloudling::server
