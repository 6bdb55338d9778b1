// A disk that is full or fails: the writes that wait fail clearly, reads go on, nothing acknowledged is lost.

#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <future>

#include "tests/emulators/store/store_fixture.h"

namespace cloudling::store {
namespace {

class FullDiskTest : public StoreFixture {
 protected:
  /// The database may not grow beyond what it has and `pages` more.
  void limit_pages(int64_t pages) {
    store().write_blocking([&](WriteTransaction& tx) {
      int64_t most = tx.connection().number("PRAGMA page_count") + pages;
      tx.connection().script("PRAGMA max_page_count=" + std::to_string(most));
    });
  }

  void add_large(size_t bytes) { add(std::string(bytes, 'x') + std::to_string(++large_)); }
  int large_ = 0;
};

TEST_F(FullDiskTest, TheWriteFailsClearlyAndReadsAndSmallWritesGoOn) {
  add("before");
  limit_pages(4);
  try {
    add_large(1 << 20);
    ADD_FAILURE() << "a full disk was not noticed";
  } catch (const StoreError& error) {
    EXPECT_TRUE(error.disk_full());
    EXPECT_STREQ(error.what(), "not written: database or disk is full");
  }
  EXPECT_EQ(notes(), Texts{"before"});
  add("small");
  EXPECT_EQ(notes(), (Texts{"before", "small"}));
  limit_pages(1000);
  add_large(1 << 20);
  EXPECT_EQ(notes().size(), 3u);
}

TEST_F(FullDiskTest, ThoseUndoneWithItFailTooAndTheRestGoesOn) {
  store();
  limit_pages(4);
  std::promise<void> entered, released;
  auto busy = std::async(std::launch::async, [&] {
    store().write_blocking([&](WriteTransaction&) {
      entered.set_value();
      released.get_future().wait();
    });
  });
  entered.get_future().wait();
  auto insert = [](Store& store, std::string text) -> boost::asio::awaitable<void> {
    auto work = [&](WriteTransaction& tx) { tx.run("INSERT INTO notes (text) VALUES (?)", text); };
    co_await store.write(std::move(work));
  };
  auto posted = [&](std::string text) {
    return boost::asio::co_spawn(context_, insert(store(), text), boost::asio::use_future);
  };
  auto first = posted("first"), large = posted(std::string(1 << 20, 'x')), last = posted("last");
  std::promise<void> all_posted;
  boost::asio::post(context_, [&] { boost::asio::post(context_, [&] { all_posted.set_value(); }); });
  all_posted.get_future().wait();
  released.set_value();
  EXPECT_NO_THROW(busy.get());
  bool first_written = true;
  try {
    first.get();
  } catch (const StoreError& error) {
    EXPECT_TRUE(error.disk_full());
    first_written = false;
  }
  EXPECT_THROW(large.get(), StoreError);
  EXPECT_NO_THROW(last.get());
  EXPECT_EQ(notes(), first_written ? (Texts{"first", "last"}) : Texts{"last"}) << "exactly what was acknowledged";
}

TEST_F(FullDiskTest, AnErrorThatTheWorkSwallowsIsNotHalfCommitted) {
  store();
  limit_pages(4);
  auto swallows = [](WriteTransaction& tx) {
    tx.run("INSERT INTO notes (text) VALUES ('half')");
    try {
      tx.run("INSERT INTO notes (text) VALUES (?)", std::string(1 << 20, 'x'));
    } catch (const StoreError&) {
      // as a careless caller might
    }
    tx.run("INSERT INTO notes (text) VALUES ('other half')");
  };
  EXPECT_THROW(store().write_blocking(swallows), StoreError);
  EXPECT_EQ(notes(), Texts{});
  add("after");
  EXPECT_EQ(notes(), Texts{"after"});
}

TEST_F(FullDiskTest, AnUploadFailsAndItsSpaceComesBack) {
  store();
  limit_pages(400);
  auto writer = store().blobs().stage();
  auto write = [](BlobWriter& out) -> boost::asio::awaitable<void> {
    std::string bytes(10 << 20, 'x');
    co_await out.write(bytes);
    co_await out.finish();
  };
  EXPECT_THROW(run(write(*writer)), StoreError);
  writer.reset();
  EXPECT_TRUE(eventually([&] { return number("SELECT count(*) FROM store_chunks") == 0; }));
  add("after");
}

TEST_F(FullDiskTest, AJobWhoseEndCannotBeWrittenIsNotPerformedAgainMeanwhile) {
  std::atomic<int> performed{0};
  std::promise<void> go_on;
  auto going_on = go_on.get_future().share();
  store().jobs().handle("work", 1, [&](Job) -> boost::asio::awaitable<void> {
    ++performed;
    going_on.wait();
    co_return;
  });
  store().jobs().start(context_.get_executor());
  store().write_blocking([&](WriteTransaction& tx) { store().jobs().enqueue(tx, "work", "a", ""); });
  store().write_blocking([&](WriteTransaction& tx) {
    tx.connection().script(
        "CREATE TRIGGER broken BEFORE DELETE ON store_jobs BEGIN SELECT RAISE(ABORT, 'broken'); END");
  });
  go_on.set_value();
  EXPECT_TRUE(
      eventually([&] { return log().find("the end of job work a is not written yet: broken") != std::string::npos; }));
  store().write_blocking([&](WriteTransaction& tx) { tx.connection().script("DROP TRIGGER broken"); });
  EXPECT_EQ(store().jobs().count_blocking(""), 1);
  clock_.advance(1000);
  EXPECT_TRUE(eventually([&] { return store().jobs().count_blocking("") == 0; }));
  EXPECT_EQ(performed, 1);
}

/// Writes until the file size limit of the process stops it, then shows that it goes on reading, and that after the
/// limit is lifted it goes on writing. Exits with 0 or the number of what went wrong.
[[noreturn]] void write_against_file_size_limit(const std::filesystem::path& folder) {
  ::signal(SIGXFSZ, SIG_IGN);
  StoreOptions options;
  options.folder = folder;
  options.migrations = kNotesTables;
  Store store(options);
  rlimit limit{8 << 20, RLIM_INFINITY};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  auto count = [&] {
    return store.read_blocking(
        [](ReadTransaction& tx) { return tx.connection().number("SELECT count(*) FROM notes"); });
  };
  auto add = [&](int i) {
    std::string text = std::to_string(i) + std::string(200'000, 'x');
    store.write_blocking([&](WriteTransaction& tx) { tx.run("INSERT INTO notes (text) VALUES (?)", text); });
  };
  int written = 0, failed = 0;
  for (int i = 0; i < 200; ++i) {
    try {
      add(i);
      ++written;
    } catch (const StoreError&) {
      ++failed;
    }
  }
  if (written == 0 || failed == 0) ::_exit(1);
  if (count() != written) ::_exit(2);
  limit.rlim_cur = RLIM_INFINITY;
  ::setrlimit(RLIMIT_FSIZE, &limit);
  try {
    add(1000);
  } catch (const StoreError&) {
    ::_exit(3);
  }
  if (count() != written + 1) ::_exit(4);
  store.stop();
  Store again(options);
  bool all = again.read_blocking([](ReadTransaction& tx) {
    return tx.connection().number("SELECT count(*) FROM notes");
  }) == written + 1;
  ::_exit(all ? 0 : 5);
}

/// In a process of its own, for the limit and because a fork has no threads.
TEST(FailingDiskTest, AFileThatCannotGrowFailsWritesAndKeepsWhatWasWritten) {
  TemporaryFolder folder;
  pid_t child = ::fork();
  if (child == 0) write_against_file_size_limit(folder.path);
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace cloudling::store
