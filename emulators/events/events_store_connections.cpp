#include "emulators/events/events_store_connections.h"

#include "emulators/aws/json_codec.h"

namespace cloudling::events {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

const char* const kConnectionTables = R"sql(
CREATE TABLE events_connections (
  arn TEXT PRIMARY KEY,
  connection TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE events_api_destinations (
  arn TEXT PRIMARY KEY,
  destination TEXT NOT NULL
) WITHOUT ROWID;
)sql";

namespace {

constexpr const char* kConnections = "SELECT connection FROM events_connections ";
constexpr const char* kDestinations = "SELECT destination FROM events_api_destinations ";
constexpr const char* kPage = "WHERE substr(arn, 1, length(?1)) = ?1 AND arn > ?2 ORDER BY arn LIMIT ?3";

template <class T>
std::string text_of(const T& value) {
  return json::write(aws::encode_json(T::shape(), &value, aws::JsonForm::kDocument));
}

template <class T>
T from_text(const std::string& text) {
  T value;
  aws::MissingPaths missing;
  const json::Value parsed = json::parse(text).value_or(json::Value::object());
  aws::decode_json(parsed, T::shape(), &value, aws::JsonForm::kDocument, "", missing);
  return value;
}

template <class T>
std::optional<T> first_of(Rows rows) {
  if (!rows.next()) return std::nullopt;
  return from_text<T>(rows.string(0));
}

template <class T>
std::vector<T> all_of(Rows rows) {
  std::vector<T> all;
  while (rows.next()) all.push_back(from_text<T>(rows.string(0)));
  return all;
}

}  // namespace

std::optional<ConnectionRow> find_connection(ReadTransaction& tx, const std::string& arn) {
  return first_of<ConnectionRow>(tx.query(std::string(kConnections) + "WHERE arn = ?", arn));
}

std::optional<ApiDestinationRow> find_api_destination(ReadTransaction& tx, const std::string& arn) {
  return first_of<ApiDestinationRow>(tx.query(std::string(kDestinations) + "WHERE arn = ?", arn));
}

std::vector<ConnectionRow> list_connections(ReadTransaction& tx, const std::string& arn_prefix,
                                            const std::string& after, int64_t limit) {
  return all_of<ConnectionRow>(tx.query(std::string(kConnections) + kPage, arn_prefix, after, limit));
}

std::vector<ApiDestinationRow> list_api_destinations(ReadTransaction& tx, const std::string& arn_prefix,
                                                     const std::string& after, int64_t limit) {
  return all_of<ApiDestinationRow>(tx.query(std::string(kDestinations) + kPage, arn_prefix, after, limit));
}

void put_connection(WriteTransaction& tx, const ConnectionRow& connection) {
  tx.run("INSERT OR REPLACE INTO events_connections (arn, connection) VALUES (?, ?)", connection.arn,
         text_of(connection));
}

void put_api_destination(WriteTransaction& tx, const ApiDestinationRow& destination) {
  tx.run("INSERT OR REPLACE INTO events_api_destinations (arn, destination) VALUES (?, ?)", destination.arn,
         text_of(destination));
}

void delete_connection(WriteTransaction& tx, const std::string& arn) {
  tx.run("DELETE FROM events_connections WHERE arn = ?", arn);
}

void delete_api_destination(WriteTransaction& tx, const std::string& arn) {
  tx.run("DELETE FROM events_api_destinations WHERE arn = ?", arn);
}

}  // namespace cloudling::events
