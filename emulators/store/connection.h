#pragma once

// One SQLite connection with its prepared statements, and the transactions that services see of it.
// A connection belongs to one thread at a time; transactions and rows live no longer than the function they are given
// to.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace cloudling::store {

/// Of every file we make. Small enough for small rows, large enough for 256 KiB chunks.
inline constexpr int kPageSize = 8192;

/// SQLite refused: a full or failing disk, a constraint, a programmer's mistake in SQL. `code` is SQLite's extended
/// one.
struct StoreError : std::runtime_error {
  StoreError(int code, const std::string& message) : std::runtime_error(message), code(code) {}
  int code;
  bool disk_full() const;
  bool constraint() const;
};

/// True on the writer and the readers: they must not wait for each other. Set by each at its start.
inline thread_local bool on_store_thread = false;

/// What SQLite says of its last failure on `db`, as StoreError.
[[noreturn]] void throw_store_error(sqlite3* db);

/// Bytes bound as BLOB; a plain string is bound as TEXT.
struct BlobView {
  std::string_view bytes;
};

/// A prepared statement on loan from its connection; given back, reset and unbound, when it goes.
class Statement {
 public:
  Statement(sqlite3_stmt* handle, bool* on_loan) : handle_(handle), on_loan_(on_loan) {}
  Statement(const Statement&) = delete;
  Statement(Statement&& other) noexcept;
  ~Statement();

  sqlite3_stmt* handle() const { return handle_; }

  /// One step: true where there is a row. Throws StoreError.
  bool step();

 private:
  sqlite3_stmt* handle_;
  bool* on_loan_;
};

/// A running query. Columns are read by their position in the SELECT; text and blobs stay valid until next().
class Rows {
 public:
  explicit Rows(Statement statement) : statement_(std::move(statement)) {}

  bool next();  ///< to the first or the next row; false after the last. Throws StoreError.

  bool is_null(int column) const;
  int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;  ///< TEXT or BLOB bytes; "" for NULL
  std::string string(int column) const { return std::string(text(column)); }
  std::optional<std::string> optional_string(int column) const;
  std::optional<int64_t> optional_integer(int column) const;

 private:
  Statement statement_;
  bool ended_ = false;
};

class Connection {
 public:
  enum class Access {
    kRead,   ///< sees what is there, changes nothing
    kWrite,  ///< the writer's: creates the file in WAL mode with our page size where it is new
    kPlain   ///< of another file (a snapshot) or ":memory:": created where missing, left in the mode it is in
  };

  /// Opens `path`. Throws StoreError.
  Connection(const std::string& path, Access access);
  Connection(const Connection&) = delete;
  ~Connection();

  /// A cached prepared statement, ready to be bound. `sql` must be one statement. The same text may be on loan more
  /// than once (a query within the loop over another).
  Statement prepare(std::string_view sql);

  /// Runs one cached statement without parameters (BEGIN, COMMIT, SAVEPOINT ...). Throws StoreError.
  void execute(std::string_view sql) { prepare(sql).step(); }

  /// Runs any number of statements, uncached (PRAGMAs, migrations).
  void script(const std::string& sql);

  /// The first column of the first row; 0 where there is none.
  int64_t number(std::string_view sql);

  /// No transaction is open; inside a write this means that SQLite has undone it (full disk, I/O error).
  bool autocommit() const;

  sqlite3* handle() { return db_; }

 private:
  struct StatementCache;
  sqlite3* db_ = nullptr;
  std::unique_ptr<StatementCache> statements_;
};

namespace detail {
/// Whether SQLite copies what is bound or reads the caller's bytes, which then must outlive the step.
enum class Binding { kCopied, kBorrowed };

void bind(sqlite3_stmt* statement, int index, std::nullptr_t, Binding);
void bind(sqlite3_stmt* statement, int index, int64_t value, Binding);
void bind(sqlite3_stmt* statement, int index, double value, Binding);
void bind(sqlite3_stmt* statement, int index, std::string_view value, Binding);
void bind(sqlite3_stmt* statement, int index, BlobView value, Binding);

template <class T>
void bind_any(sqlite3_stmt* statement, int index, const T& value, Binding binding) {
  if constexpr (std::is_null_pointer_v<T> || std::is_same_v<T, std::nullopt_t>)
    bind(statement, index, nullptr, binding);
  else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>)
    bind(statement, index, static_cast<int64_t>(value), binding);
  else if constexpr (std::is_convertible_v<T, std::string_view>)
    bind(statement, index, std::string_view(value), binding);
  else
    bind(statement, index, value, binding);
}
template <class T>
void bind_any(sqlite3_stmt* statement, int index, const std::optional<T>& value, Binding binding) {
  if (value)
    bind_any(statement, index, *value, binding);
  else
    bind(statement, index, nullptr, binding);
}
}  // namespace detail

/// A consistent view of the database.
class ReadTransaction {
 public:
  explicit ReadTransaction(Connection& connection) : connection_(connection) {}
  ReadTransaction(const ReadTransaction&) = delete;

  /// SELECT with `?` parameters bound in order; they are copied, so temporaries are fine.
  template <class... Args>
  Rows query(std::string_view sql, const Args&... args) {
    return Rows(bound(detail::Binding::kCopied, sql, args...));
  }

  Connection& connection() { return connection_; }

 protected:
  template <class... Args>
  Statement bound([[maybe_unused]] detail::Binding binding, std::string_view sql, const Args&... args) {
    Statement statement = connection_.prepare(sql);
    [[maybe_unused]] int index = 0;
    (detail::bind_any(statement.handle(), ++index, args, binding), ...);
    return statement;
  }

  Connection& connection_;
};

/// A savepoint of the writer's current group. What throws out of its function undoes all it did, and nothing else.
class WriteTransaction : public ReadTransaction {
 public:
  using ReadTransaction::ReadTransaction;

  /// As ReadTransaction's; also INSERT ... RETURNING and the like.
  template <class... Args>
  Rows query(std::string_view sql, const Args&... args) {
    require_open();
    return ReadTransaction::query(sql, args...);
  }

  /// INSERT, UPDATE or DELETE; the number of rows changed. Throws StoreError (constraint() for a violated key).
  template <class... Args>
  int64_t run(std::string_view sql, const Args&... args) {
    return step(bound(detail::Binding::kBorrowed, sql, args...));
  }

  int64_t last_insert_id() const;

  /// Calls `action` once this transaction has committed, on the writer thread; it must be quick and not throw.
  /// Dropped where the transaction fails.
  void after_commit(std::function<void()> action) { after_commit_.push_back(std::move(action)); }
  std::vector<std::function<void()>> take_after_commit() { return std::move(after_commit_); }

  /// The same, but after the after-commit actions of all transactions that were committed together.
  void after_group(std::function<void()> action) { after_group_.push_back(std::move(action)); }
  std::vector<std::function<void()>> take_after_group() { return std::move(after_group_); }

 private:
  int64_t step(Statement statement);
  void require_open() const;

  std::vector<std::function<void()>> after_commit_;
  std::vector<std::function<void()>> after_group_;
};

}  // namespace cloudling::store
