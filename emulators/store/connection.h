#pragma once

// One SQLite connection with its prepared statements, and the transactions that services see of it.
// A connection belongs to one thread at a time; transactions and rows live no longer than the function they are given to.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace cloudling::store {

/// SQLite refused: a full or failing disk, a constraint, a programmer's mistake in SQL. `code` is SQLite's extended one.
struct StoreError : std::runtime_error {
  StoreError(int code, const std::string& message) : std::runtime_error(message), code(code) {}
  int code;
  bool disk_full() const;
  bool constraint() const;
};

/// Bytes bound as BLOB; a plain string is bound as TEXT.
struct BlobView {
  std::string_view bytes;
};

/// A running query. Columns are read by their position in the SELECT; text and blobs stay valid until next().
class Rows {
 public:
  explicit Rows(sqlite3_stmt* statement) : statement_(statement) {}
  Rows(const Rows&) = delete;
  Rows(Rows&& other) noexcept : statement_(other.statement_) { other.statement_ = nullptr; }
  ~Rows();

  bool next();  ///< to the first or the next row; false after the last. Throws StoreError.

  bool is_null(int column) const;
  int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;  ///< TEXT or BLOB bytes; "" for NULL
  std::string string(int column) const { return std::string(text(column)); }
  std::optional<std::string> optional_string(int column) const;
  std::optional<int64_t> optional_integer(int column) const;

 private:
  sqlite3_stmt* statement_;
};

class Connection {
 public:
  enum class Access { kRead, kWrite };

  /// Opens `path` ("" with shared cache name for ephemeral stores: see Store). Throws StoreError.
  Connection(const std::string& path, Access access);
  Connection(const Connection&) = delete;
  ~Connection();

  /// A cached prepared statement, reset and ready to be bound. `sql` must be one statement.
  sqlite3_stmt* prepare(std::string_view sql);

  /// Runs any number of statements, uncached (PRAGMAs, migrations).
  void script(const std::string& sql);

  sqlite3* handle() { return db_; }

 private:
  struct StatementCache;
  sqlite3* db_ = nullptr;
  std::unique_ptr<StatementCache> statements_;
};

namespace detail {
void bind(sqlite3_stmt* statement, int index, std::nullptr_t);
void bind(sqlite3_stmt* statement, int index, int64_t value);
void bind(sqlite3_stmt* statement, int index, double value);
void bind(sqlite3_stmt* statement, int index, std::string_view value);
void bind(sqlite3_stmt* statement, int index, BlobView value);
template <class T> void bind_any(sqlite3_stmt* statement, int index, const T& value) {
  if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) bind(statement, index, static_cast<int64_t>(value));
  else if constexpr (std::is_convertible_v<T, std::string_view>) bind(statement, index, std::string_view(value));
  else bind(statement, index, value);
}
template <class T> void bind_any(sqlite3_stmt* statement, int index, const std::optional<T>& value) {
  if (value) bind_any(statement, index, *value);
  else bind(statement, index, nullptr);
}
}  // namespace detail

/// A consistent view of the database. Text arguments must outlive the rows.
class ReadTransaction {
 public:
  explicit ReadTransaction(Connection& connection) : connection_(connection) {}
  ReadTransaction(const ReadTransaction&) = delete;

  /// SELECT with `?` parameters bound in order.
  template <class... Args> Rows query(std::string_view sql, const Args&... args) {
    return Rows(bound(sql, args...));
  }

  Connection& connection() { return connection_; }

 protected:
  template <class... Args> sqlite3_stmt* bound(std::string_view sql, const Args&... args) {
    sqlite3_stmt* statement = connection_.prepare(sql);
    int index = 0;
    (detail::bind_any(statement, ++index, args), ...);
    return statement;
  }

  Connection& connection_;
};

/// A savepoint of the writer's current group. What throws out of its function undoes all it did, and nothing else.
class WriteTransaction : public ReadTransaction {
 public:
  using ReadTransaction::ReadTransaction;

  /// INSERT, UPDATE or DELETE; the number of rows changed. Throws StoreError (constraint() for a violated key).
  template <class... Args> int64_t run(std::string_view sql, const Args&... args) {
    return step(bound(sql, args...));
  }

  int64_t last_insert_id() const;

  /// Calls `action` once this transaction has committed, on the writer thread; it must be quick and not throw.
  /// Dropped where the transaction fails.
  void after_commit(std::function<void()> action) { after_commit_.push_back(std::move(action)); }
  std::vector<std::function<void()>> take_after_commit() { return std::move(after_commit_); }

 private:
  int64_t step(sqlite3_stmt* statement);

  std::vector<std::function<void()>> after_commit_;
};

}  // namespace cloudling::store
