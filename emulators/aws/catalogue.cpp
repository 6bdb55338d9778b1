#include "emulators/aws/catalogue.h"

#include <algorithm>
#include <mutex>

#include "emulators/aws/catalogue_data.h"
#include "emulators/aws/encoding.h"

namespace cloudling::aws {

namespace {

constexpr std::string_view kOperation = "operation";

/// Cuts up to the first `separator` off the front of `text`, and the separator.
std::string_view take(std::string_view& text, char separator) {
  const size_t end = std::min(text.find(separator), text.size());
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

RequiredKey parse_key(std::string_view text) {
  const std::string_view name = take(text, '=');
  return {name, text};
}

void parse_route(std::string_view target, CatalogueOperation& operation) {
  std::string_view path = take(target, '?');
  path.remove_prefix(1);
  while (!path.empty()) operation.path.push_back(take(path, '/'));
  while (!target.empty()) operation.query.push_back(parse_key(take(target, '&')));
}

CatalogueOperation parse_operation(std::string_view line) {
  CatalogueOperation operation;
  operation.name = take(line, ' ');
  if (line.empty()) return operation;
  operation.method = take(line, ' ');
  parse_route(take(line, ' '), operation);
  operation.status = static_cast<int>(parse_integer(take(line, ' ')).value_or(200));
  while (!line.empty()) operation.headers.push_back(parse_key(take(line, ' ')));
  return operation;
}

CatalogueError parse_error(std::string_view line) {
  CatalogueError error;
  error.name = take(line, ' ');
  while (!line.empty()) {
    const RequiredKey fact = parse_key(take(line, ' '));
    if (fact.name == "Message") error.capital_message = true;
    if (fact.name == "Type") error.has_type = true;
    if (fact.name == "query") error.query_code = fact.value;
  }
  return error;
}

template <class Item>
const Item* find_by_name(const std::vector<Item>& items, std::string_view name) {
  const auto found = std::ranges::find(items, name, &Item::name);
  return found == items.end() ? nullptr : &*found;
}

ProtocolKind parse_protocol(std::string_view name) {
  if (name == "rest-json") return ProtocolKind::kRestJson;
  if (name == "rest-xml") return ProtocolKind::kRestXml;
  if (name == "query") return ProtocolKind::kQuery;
  return ProtocolKind::kJson;
}

}  // namespace

struct CatalogueService::Lazy {
  std::string_view text;  ///< the lines of the operations and errors
  std::once_flag parsed;
  std::vector<CatalogueOperation> operations;
  std::vector<CatalogueError> errors;
};

CatalogueService::CatalogueService(std::string_view text) : lazy_(std::make_unique<Lazy>()) {
  while (!text.empty() && !text.starts_with(kOperation)) {
    std::string_view value = take(text, '\n');
    const std::string_view name = take(value, ' ');
    if (name == "service") id = value;
    if (name == "title") title = value;
    if (name == "protocol") protocol = parse_protocol(value);
    if (name == "signing-name") signing_name = value;
    if (name == "version") version = value;
    if (name == "json-version") json_version = value;
    if (name == "target-prefix") target_prefix = value;
    if (name == "xml-namespace") xml_namespace = value;
    if (name == "error-namespace") error_namespace = value;
    if (name == "validation-code") validation_code = value;
    if (name == "malformed-code") malformed_code = value;
    if (name == "query-compatible") query_compatible = true;
  }
  if (validation_code.empty())
    validation_code = protocol == ProtocolKind::kQuery ? "ValidationError" : "ValidationException";
  lazy_->text = text;
}

CatalogueService::~CatalogueService() = default;
CatalogueService::CatalogueService(CatalogueService&&) noexcept = default;

const CatalogueService::Lazy& CatalogueService::lazy() const {
  std::call_once(lazy_->parsed, [this] {
    for (std::string_view text = lazy_->text; !text.empty();) {
      std::string_view line = take(text, '\n');
      const std::string_view kind = take(line, ' ');
      if (kind == kOperation)
        lazy_->operations.push_back(parse_operation(line));
      else
        lazy_->errors.push_back(parse_error(line));
    }
  });
  return *lazy_;
}

std::span<const CatalogueOperation> CatalogueService::operations() const { return lazy().operations; }

const CatalogueOperation* CatalogueService::find(std::string_view operation) const {
  return find_by_name(lazy().operations, operation);
}

const CatalogueError* CatalogueService::find_error(std::string_view code) const {
  return find_by_name(lazy().errors, code);
}

std::span<const CatalogueService> catalogue() {
  static const std::vector<CatalogueService> services(kCatalogueFiles.begin(), kCatalogueFiles.end());
  return services;
}

const CatalogueService* find_service(std::string_view id) {
  const auto services = catalogue();
  const auto found = std::ranges::find(services, id, &CatalogueService::id);
  return found == services.end() ? nullptr : &*found;
}

Error unknown_operation(const CatalogueService& service, std::string_view operation) {
  switch (service.protocol) {
    case ProtocolKind::kQuery:
      return {400, "InvalidAction",
              "Could not find operation " + std::string(operation) + " for version " + std::string(service.version)};
    case ProtocolKind::kRestXml:
      return {405, "MethodNotAllowed", "The specified method is not allowed against this resource."};
    case ProtocolKind::kRestJson:
      return {404, "UnknownOperationException", ""};
    case ProtocolKind::kJson:
      return {400, "UnknownOperationException", ""};
  }
  return {400, "UnknownOperationException", ""};
}

}  // namespace cloudling::aws
