// The log as the writer appends to it: there for others, and after a kill, from the commit on.

#include "emulators/store/log_file.h"

#include <filesystem>
#include <fstream>
#include <random>

#include "tests/emulators/store/store_fixture.h"

namespace cloudling::store {
namespace {

namespace fs = std::filesystem;

Texts rows_of(Connection& connection) {
  Texts texts;
  Rows rows(connection.prepare("SELECT n || ' ' || text FROM t ORDER BY n"));
  while (rows.next()) texts.push_back(rows.string(0));
  return texts;
}

std::string integrity(Connection& connection) {
  Rows rows(connection.prepare("PRAGMA integrity_check"));
  return rows.next() ? rows.string(0) : "";
}

class LogFileTest : public ::testing::Test {
 protected:
  LogFileTest() {
    // So few pages that a transaction writes some before it ends, and some of these once more.
    writer_.script(
        "PRAGMA synchronous=NORMAL; PRAGMA cache_size=20; CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT)");
  }

  std::string path(const char* name) const { return (folder_.path / name).string(); }

  /// What a process would find that is started after a kill.
  Texts after_a_kill() {
    for (const char* end : {"", "-wal"})
      fs::copy_file(path("a.db") + end, path("b.db") + end, fs::copy_options::overwrite_existing);
    fs::remove(path("b.db") + "-shm");
    Connection found(path("b.db"), Connection::Access::kPlain);
    EXPECT_EQ(integrity(found), "ok");
    return rows_of(found);
  }

  void change_some() {
    const std::string low = std::to_string(random_() % 300),
                      text(random_() % 9000, static_cast<char>('a' + random_() % 26));
    switch (random_() % 4) {
      case 0:
        return writer_.script("DELETE FROM t WHERE n BETWEEN " + low + " AND " + low + " + 20");
      case 1:
        return writer_.script("UPDATE t SET text = text || '" + text + "' WHERE n % 7 = " + low + " % 7");
      default:
        return writer_.script("INSERT OR REPLACE INTO t VALUES (" + low + ", '" + text + "')");
    }
  }

  TemporaryFolder folder_;
  std::mt19937 random_{20};
  Connection writer_{path("a.db"), Connection::Access::kWrite};
};

TEST_F(LogFileTest, WhatIsCommittedIsThereForOthersAndAfterAKill) {
  Connection reader(path("a.db"), Connection::Access::kRead);
  for (int transaction = 0; transaction < 60; ++transaction) {
    writer_.script("BEGIN");
    for (int i = 0; i < 40; ++i) change_some();
    writer_.script("SAVEPOINT some");
    for (int i = 0; i < 10; ++i) change_some();
    writer_.script(random_() % 2 ? "ROLLBACK TO some" : "RELEASE some");
    const Texts before = rows_of(reader);
    const bool kept = random_() % 4 > 0;
    const Texts written = rows_of(writer_);
    writer_.script(kept ? "COMMIT" : "ROLLBACK");
    ASSERT_EQ(after_a_kill(), kept ? written : before) << transaction;
    ASSERT_EQ(rows_of(reader), kept ? written : before) << transaction;
    ASSERT_EQ(rows_of(writer_), kept ? written : before) << transaction;
    if (random_() % 8 == 0) writer_.script("PRAGMA wal_checkpoint(RESTART)");
  }
}

TEST_F(LogFileTest, ManyPagesAreFewWrites) {
  const auto writes = [] {
    std::ifstream file("/proc/self/io");
    std::string name;
    int64_t count = 0;
    while (file >> name >> count && name != "syscw:") continue;
    return count;
  };
  writer_.script("PRAGMA cache_size=2000");
  const int64_t before = writes();
  writer_.script("INSERT INTO t VALUES (1, hex(zeroblob(1000000)))");
  EXPECT_GT(writes() - before, 2'000'000 / 0x1FFFF);
  EXPECT_LT(writes() - before, 2'000'000 / kPageSize / 4);
}

}  // namespace
}  // namespace cloudling::store
