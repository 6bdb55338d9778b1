// Opening: the folder's lock, migrations, files of others, temporary folders.

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "emulators/store/migrations.h"
#include "tests/emulators/store/store_fixture.h"

namespace cloudling::store {
namespace {

namespace fs = std::filesystem;

std::string refusal(const StoreOptions& options) {
  try {
    Store store(options);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "";
}

class OpeningTest : public StoreFixture {};

TEST_F(OpeningTest, ASecondStoreOnTheFolderIsRefusedAndToldWhoHasIt) {
  add("mine");
  std::string message = refusal(options());
  EXPECT_NE(message.find("is in use by another Cloudling server (pid " + std::to_string(::getpid()) + ")"),
            std::string::npos)
      << message;
  store_.reset();
  EXPECT_EQ(refusal(options()), "");
}

TEST_F(OpeningTest, MigrationsApplyOnceAndInOrder) {
  add("kept");
  store_.reset();
  StoreOptions more = options();
  more.migrations.push_back({"notes", 2, "ALTER TABLE notes ADD COLUMN color TEXT NOT NULL DEFAULT 'red';"});
  more.migrations.push_back({"other", 1, "CREATE TABLE other (x); INSERT INTO other VALUES (1);"});
  for (int i = 0; i < 2; ++i) {
    Store migrated(more);
    EXPECT_EQ(
        migrated.read_blocking([](ReadTransaction& tx) { return tx.connection().number("SELECT sum(x) FROM other"); }),
        1);
    EXPECT_EQ(migrated.read_blocking([](ReadTransaction& tx) {
      Rows rows = tx.query("SELECT text || ' ' || color FROM notes");
      rows.next();
      return rows.string(0);
    }),
              "kept red");
  }
}

TEST_F(OpeningTest, AFileFromANewerVersionIsRefusedAndLeftAlone) {
  add("kept");
  StoreOptions newer = options();
  newer.migrations.push_back({"notes", 2, "ALTER TABLE notes ADD COLUMN color TEXT;"});
  store_.reset();
  {
    Store migrated(newer);
  }
  std::string message = refusal(options());
  EXPECT_NE(message.find("was written by a newer version of Cloudling (tables of notes at 2, this version knows 1)"),
            std::string::npos)
      << message;
  EXPECT_EQ(refusal(newer), "");
}

TEST_F(OpeningTest, AServiceThatThisVersionDoesNotKnowIsNewerToo) {
  store();
  store_.reset();
  StoreOptions without = options();
  without.migrations.clear();
  EXPECT_NE(refusal(without).find("tables of notes at 1, this version knows 0"), std::string::npos);
}

TEST_F(OpeningTest, AFailingMigrationChangesNothing) {
  store();
  store_.reset();
  StoreOptions broken = options();
  broken.migrations.push_back({"notes", 2, "CREATE TABLE half (x); CREATE TABLE notes (again);"});
  EXPECT_NE(refusal(broken).find("already exists"), std::string::npos);
  EXPECT_EQ(number("SELECT count(*) FROM sqlite_master WHERE name = 'half'"), 0);
}

TEST_F(OpeningTest, NumbersThatDoNotRiseByOneAreAProgrammersError) {
  EXPECT_THROW(with_own_migrations({{"a", 2, ""}}), std::logic_error);
  EXPECT_THROW(with_own_migrations({{"a", 1, ""}, {"a", 1, ""}}), std::logic_error);
  EXPECT_NO_THROW(with_own_migrations({{"a", 1, ""}, {"b", 1, ""}, {"a", 2, ""}}));
}

TEST_F(OpeningTest, FilesOfOthersAreRefusedAndLeftAlone) {
  fs::path file = folder_.path / "cloudling.db";
  std::ofstream(file) << std::string(4096, 'x');
  EXPECT_NE(refusal(options()).find("file is not a database"), std::string::npos);
  fs::remove(file);
  {
    Connection(file.string(), Connection::Access::kPlain).script("CREATE TABLE theirs (x)");
  }
  auto size = fs::file_size(file);
  EXPECT_NE(refusal(options()).find("not one of Cloudling's"), std::string::npos);
  EXPECT_EQ(fs::file_size(file), size);
}

TEST_F(OpeningTest, AFolderThatCannotBeMadeIsRefused) {
  std::ofstream(folder_.path / "file") << "x";
  StoreOptions inside = options();
  inside.folder = folder_.path / "file" / "data";
  EXPECT_NE(refusal(inside).find("cannot make the data folder"), std::string::npos);
}

// ---- ephemeral stores ----------------------------------------------------------------------------------------------

class EphemeralTest : public StoreFixture {
 protected:
  EphemeralTest() { ::setenv("TMPDIR", folder_.path.c_str(), 1); }
  ~EphemeralTest() override { ::unsetenv("TMPDIR"); }

  StoreOptions ephemeral() {
    StoreOptions given = options();
    given.ephemeral = true;
    given.folder = folder_.path / "untouched";
    return given;
  }

  size_t left_in_folder() {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder_.path), fs::directory_iterator()));
  }
};

TEST_F(EphemeralTest, KeepsNothingAndTouchesNoDataFolder) {
  store_ = std::make_unique<Store>(ephemeral());
  add("a");
  EXPECT_EQ(notes(), Texts{"a"});
  EXPECT_EQ(store().database_path(), "");
  EXPECT_EQ(left_in_folder(), 1u);
  store_.reset();
  EXPECT_EQ(left_in_folder(), 0u);
}

TEST_F(EphemeralTest, TwoAtOnceAreApart) {
  Store other(ephemeral());
  store_ = std::make_unique<Store>(ephemeral());
  add("a");
  EXPECT_EQ(
      other.read_blocking([](ReadTransaction& tx) { return tx.connection().number("SELECT count(*) FROM notes"); }), 0);
}

/// Without the fixture, whose threads a forked child would miss.
TEST(EphemeralSweepTest, RemovesWhatAKilledProcessLeft) {
  TemporaryFolder folder;
  ::setenv("TMPDIR", folder.path.c_str(), 1);
  pid_t child = ::fork();
  if (child == 0) {
    StoreOptions given;
    given.ephemeral = true;
    Store killed(given);
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  auto left = [&] { return std::distance(fs::directory_iterator(folder.path), fs::directory_iterator()); };
  ASSERT_EQ(left(), 1);
  fs::create_directory(folder.path / "cloudling-ephemeral-begun");
  fs::create_directory(folder.path / "of-somebody-else");
  StoreOptions given;
  given.ephemeral = true;
  Store store(given);
  EXPECT_EQ(left(), 2) << "ours, and what is not Cloudling's";
  ::unsetenv("TMPDIR");
}

}  // namespace
}  // namespace cloudling::store
