// Statements, values and rows.

#include <sqlite3.h>

#include <limits>

#include "tests/emulators/store/store_fixture.h"

namespace cloudling::store {
namespace {

class ConnectionTest : public ::testing::Test {
 protected:
  Connection connection_{":memory:", Connection::Access::kPlain};
  ReadTransaction tx_{connection_};
};

TEST_F(ConnectionTest, ValuesComeBackAsTheyWereBound) {
  std::string bytes("a\0b", 3);
  std::optional<std::string> none;
  Rows rows = tx_.query("SELECT ?, ?, ?, ?, ?, ?, ?, typeof(?4), typeof(?5), typeof(?3)", 42, 1.5, std::string(),
                        BlobView{bytes}, none, std::numeric_limits<int64_t>::min(), true);
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.integer(0), 42);
  EXPECT_EQ(rows.real(1), 1.5);
  EXPECT_FALSE(rows.is_null(2)) << "an empty text is not NULL";
  EXPECT_EQ(rows.text(2), "");
  EXPECT_EQ(rows.string(3), bytes);
  EXPECT_EQ(rows.optional_string(4), std::nullopt);
  EXPECT_EQ(rows.optional_integer(4), std::nullopt);
  EXPECT_EQ(rows.integer(5), std::numeric_limits<int64_t>::min());
  EXPECT_EQ(rows.integer(6), 1);
  EXPECT_EQ(rows.text(7), "blob");
  EXPECT_EQ(rows.text(8), "null");
  EXPECT_EQ(rows.text(9), "text");
  EXPECT_FALSE(rows.next());
  EXPECT_FALSE(rows.next()) << "the end stays the end";
}

TEST_F(ConnectionTest, NullsBindAsNull) {
  Rows rows = tx_.query("SELECT ?, ?, ?", nullptr, std::nullopt, std::string_view());
  ASSERT_TRUE(rows.next());
  EXPECT_TRUE(rows.is_null(0));
  EXPECT_TRUE(rows.is_null(1));
  EXPECT_FALSE(rows.is_null(2));
}

TEST_F(ConnectionTest, ArgumentsMayBeTemporary) {
  Rows rows = tx_.query("SELECT ?", std::string(100, 'x'));
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.text(0), std::string(100, 'x'));
}

TEST_F(ConnectionTest, TheSameQueryMayRunWithinItself) {
  connection_.script("CREATE TABLE numbers (n INTEGER); INSERT INTO numbers VALUES (1), (2), (3)");
  int pairs = 0;
  Rows outer = tx_.query("SELECT n FROM numbers");
  while (outer.next()) {
    Rows inner = tx_.query("SELECT n FROM numbers");
    while (inner.next()) ++pairs;
  }
  EXPECT_EQ(pairs, 9);
}

TEST_F(ConnectionTest, StatementsAreKept) {
  sqlite3_stmt* first = connection_.prepare("SELECT 1").handle();
  EXPECT_EQ(connection_.prepare("SELECT 1").handle(), first);
  for (int i = 0; i < 2000; ++i) connection_.prepare("SELECT " + std::to_string(i));
  int kept = 0;
  for (sqlite3_stmt* s = sqlite3_next_stmt(connection_.handle(), nullptr); s;
       s = sqlite3_next_stmt(connection_.handle(), s))
    ++kept;
  EXPECT_LE(kept, 512) << "generated texts must not pile up";
}

TEST_F(ConnectionTest, ErrorsCarryTheExtendedCodeAndTheWords) {
  try {
    connection_.prepare("SELECT * FROM nowhere");
    ADD_FAILURE();
  } catch (const StoreError& error) {
    EXPECT_EQ(error.code, SQLITE_ERROR);
    EXPECT_STREQ(error.what(), "no such table: nowhere");
    EXPECT_FALSE(error.disk_full());
  }
}

TEST(WriteConnectionTest, MakesTheFileAsTheReadmeSays) {
  TemporaryFolder folder;
  Connection connection((folder.path / "a.db").string(), Connection::Access::kWrite);
  connection.script("CREATE TABLE t (x)");
  EXPECT_EQ(connection.number("PRAGMA page_size"), kPageSize);
  EXPECT_EQ(connection.number("PRAGMA auto_vacuum"), 2);
  EXPECT_EQ(connection.number("PRAGMA secure_delete"), 0);
  EXPECT_EQ(connection.number("PRAGMA wal_autocheckpoint"), 0);
  EXPECT_EQ(connection.number("PRAGMA foreign_keys"), 1);
  Rows mode(connection.prepare("PRAGMA journal_mode"));
  ASSERT_TRUE(mode.next());
  EXPECT_EQ(mode.text(0), "wal");
}

TEST(ReadConnectionTest, ChangesNothing) {
  TemporaryFolder folder;
  std::string path = (folder.path / "a.db").string();
  Connection writing(path, Connection::Access::kWrite);
  writing.script("CREATE TABLE t (x)");
  Connection reading(path, Connection::Access::kRead);
  EXPECT_THROW(reading.script("INSERT INTO t VALUES (1)"), StoreError);
  EXPECT_THROW(Connection((folder.path / "missing.db").string(), Connection::Access::kRead), StoreError);
}

}  // namespace
}  // namespace cloudling::store
