#include "emulators/store/connection.h"

#include <sqlite3.h>

#include <mutex>
#include <unordered_map>

#include "emulators/store/log_file.h"

namespace cloudling::store {

namespace {

constexpr size_t kMaxCachedStatements = 512;
constexpr int kBusyTimeoutMs = 10'000;

/// Pages as they were before a savepoint are kept in one piece of memory up to so much, and in a temporary file above.
/// SQLite's own pieces, of 1 KiB where there is no file, cost more than what they hold. It writes such a piece at once,
/// which it does for at most 0x1FFFF bytes.
constexpr int kJournalBytes = 131'000;

/// mmap stays off: a read error of a failing disk would arrive as SIGBUS instead of as an error.
constexpr const char* kEveryConnection =
    "PRAGMA secure_delete=OFF;"
    "PRAGMA temp_store=MEMORY;"
    "PRAGMA mmap_size=0;"
    "PRAGMA trusted_schema=OFF;";

constexpr const char* kWriterConnection =
    "PRAGMA auto_vacuum=INCREMENTAL;"
    "PRAGMA journal_mode=WAL;"
    "PRAGMA wal_autocheckpoint=0;"
    "PRAGMA journal_size_limit=100663296;"
    "PRAGMA cache_size=-8192;"
    "PRAGMA temp_store=FILE;"  // lets kJournalBytes count
    "PRAGMA foreign_keys=ON;";

/// SQLite counts its memory under one global lock unless told not to; nobody here asks for the figures.
void configure_once() {
  static std::once_flag once;
  std::call_once(once, [] {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, kJournalBytes);
  });
}

int open_flags(Connection::Access access) {
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  return access == Connection::Access::kRead ? flags : flags | SQLITE_OPEN_CREATE;
}

struct TextHash {
  using is_transparent = void;
  size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

struct CachedStatement {
  explicit CachedStatement(sqlite3_stmt* handle) : handle(handle) {}
  CachedStatement(const CachedStatement&) = delete;
  ~CachedStatement() { sqlite3_finalize(handle); }

  sqlite3_stmt* handle;
  bool on_loan = false;
};

}  // namespace

struct Connection::StatementCache {
  using Copies = std::vector<std::unique_ptr<CachedStatement>>;

  std::unordered_map<std::string, Copies, TextHash, std::equal_to<>> by_text;
  size_t count = 0;

  CachedStatement* idle(std::string_view sql) {
    auto found = by_text.find(sql);
    if (found == by_text.end()) return nullptr;
    for (auto& copy : found->second) {
      if (!copy->on_loan) return copy.get();
    }
    return nullptr;
  }

  CachedStatement* add(std::string_view sql, std::unique_ptr<CachedStatement> statement) {
    if (count >= kMaxCachedStatements) drop_idle();
    ++count;
    auto& copies = by_text[std::string(sql)];
    copies.push_back(std::move(statement));
    return copies.back().get();
  }

  void drop_idle() {
    count = 0;
    for (auto entry = by_text.begin(); entry != by_text.end();) {
      std::erase_if(entry->second, [](const auto& copy) { return !copy->on_loan; });
      count += entry->second.size();
      entry = entry->second.empty() ? by_text.erase(entry) : std::next(entry);
    }
  }
};

bool StoreError::disk_full() const { return (code & 0xff) == SQLITE_FULL; }
bool StoreError::constraint() const { return (code & 0xff) == SQLITE_CONSTRAINT; }

void throw_store_error(sqlite3* db) { throw StoreError(sqlite3_extended_errcode(db), sqlite3_errmsg(db)); }

Statement::Statement(Statement&& other) noexcept : handle_(other.handle_), on_loan_(other.on_loan_) {
  other.handle_ = nullptr;
}

Statement::~Statement() {
  if (!handle_) return;
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
  *on_loan_ = false;
}

bool Statement::step() {
  int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw_store_error(sqlite3_db_handle(handle_));
}

bool Rows::next() {
  if (ended_) return false;
  ended_ = true;
  bool row = statement_.step();
  ended_ = !row;
  return row;
}

bool Rows::is_null(int column) const { return sqlite3_column_type(statement_.handle(), column) == SQLITE_NULL; }
int64_t Rows::integer(int column) const { return sqlite3_column_int64(statement_.handle(), column); }
double Rows::real(int column) const { return sqlite3_column_double(statement_.handle(), column); }

std::string_view Rows::text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_.handle(), column);
  if (!bytes) return {};
  return {static_cast<const char*>(bytes), static_cast<size_t>(sqlite3_column_bytes(statement_.handle(), column))};
}

std::optional<std::string> Rows::optional_string(int column) const {
  if (is_null(column)) return std::nullopt;
  return string(column);
}

std::optional<int64_t> Rows::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

Connection::Connection(const std::string& path, Access access) : statements_(std::make_unique<StatementCache>()) {
  configure_once();
  const char* file_system = access == Access::kWrite ? collecting_file_system() : nullptr;
  int code = sqlite3_open_v2(path.c_str(), &db_, open_flags(access), file_system);
  try {
    if (code != SQLITE_OK) throw StoreError(code, db_ ? sqlite3_errmsg(db_) : "out of memory");
    sqlite3_extended_result_codes(db_, 1);
    sqlite3_busy_timeout(db_, kBusyTimeoutMs);
    script(kEveryConnection);
    // Only the writer may empty the log, also where another connection closes last.
    if (access != Access::kWrite) sqlite3_db_config(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    if (access == Access::kRead) script("PRAGMA query_only=ON;");
    if (access == Access::kWrite) script("PRAGMA page_size=" + std::to_string(kPageSize) + ";" + kWriterConnection);
  } catch (...) {
    sqlite3_close(db_);
    throw;
  }
}

Connection::~Connection() {
  statements_.reset();
  sqlite3_close(db_);
}

Statement Connection::prepare(std::string_view sql) {
  CachedStatement* statement = statements_->idle(sql);
  if (!statement) {
    sqlite3_stmt* handle = nullptr;
    int code =
        sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
    if (code != SQLITE_OK) throw_store_error(db_);
    statement = statements_->add(sql, std::make_unique<CachedStatement>(handle));
  }
  statement->on_loan = true;
  return {statement->handle, &statement->on_loan};
}

void Connection::script(const std::string& sql) {
  if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) throw_store_error(db_);
}

int64_t Connection::number(std::string_view sql) {
  Rows rows(prepare(sql));
  return rows.next() ? rows.integer(0) : 0;
}

bool Connection::autocommit() const { return sqlite3_get_autocommit(db_) != 0; }

namespace detail {

namespace {

sqlite3_destructor_type lifetime(Binding binding) {
  return binding == Binding::kCopied ? SQLITE_TRANSIENT : SQLITE_STATIC;
}

/// SQLite takes a null pointer for NULL, also with length 0.
const char* not_null(std::string_view text) { return text.data() ? text.data() : ""; }

void check(sqlite3_stmt* statement, int code) {
  if (code != SQLITE_OK) throw_store_error(sqlite3_db_handle(statement));
}

}  // namespace

void bind(sqlite3_stmt* statement, int index, std::nullptr_t, Binding) {
  check(statement, sqlite3_bind_null(statement, index));
}

void bind(sqlite3_stmt* statement, int index, int64_t value, Binding) {
  check(statement, sqlite3_bind_int64(statement, index, value));
}

void bind(sqlite3_stmt* statement, int index, double value, Binding) {
  check(statement, sqlite3_bind_double(statement, index, value));
}

void bind(sqlite3_stmt* statement, int index, std::string_view value, Binding binding) {
  check(statement,
        sqlite3_bind_text64(statement, index, not_null(value), value.size(), lifetime(binding), SQLITE_UTF8));
}

void bind(sqlite3_stmt* statement, int index, BlobView value, Binding binding) {
  check(statement, sqlite3_bind_blob64(statement, index, not_null(value.bytes), value.bytes.size(), lifetime(binding)));
}

}  // namespace detail

int64_t WriteTransaction::last_insert_id() const { return sqlite3_last_insert_rowid(connection_.handle()); }

int64_t WriteTransaction::step(Statement statement) {
  require_open();
  while (statement.step()) continue;
  return sqlite3_changes64(connection_.handle());
}

/// Without this, what follows a swallowed full-disk error would be committed on its own.
void WriteTransaction::require_open() const {
  if (connection_.autocommit()) {
    throw StoreError(SQLITE_ABORT_ROLLBACK, "the transaction was undone by an earlier error");
  }
}

}  // namespace cloudling::store
