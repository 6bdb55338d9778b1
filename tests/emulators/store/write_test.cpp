// Writes: one commit for many, and what goes wrong in one stays in that one.

#include <sqlite3.h>

#include <future>

#include "tests/emulators/store/store_fixture.h"

namespace cloudling::store {
namespace {

class WriteTest : public StoreFixture {
 protected:
  /// Occupies the writer, so that all that is posted meanwhile makes one group.
  struct Busy {
    explicit Busy(Store& store, boost::asio::io_context& context) {
      boost::asio::co_spawn(context, hold(store, *this), boost::asio::use_future);
      entered.get_future().wait();
    }
    static boost::asio::awaitable<void> hold(Store& store, Busy& busy) {
      auto work = [&busy](WriteTransaction&) {
        busy.entered.set_value();
        busy.released.get_future().wait();
      };
      co_await store.write(std::move(work));
    }
    void release() { released.set_value(); }
    std::promise<void> entered, released;
  };

  std::future<void> insert(std::string text) {
    return boost::asio::co_spawn(context_, insert_note(store(), std::move(text)), boost::asio::use_future);
  }

  static boost::asio::awaitable<void> insert_note(Store& store, std::string text) {
    auto work = [&text](WriteTransaction& tx) {
      tx.run("INSERT INTO notes (text) VALUES (?)", text);
      if (text == "thrown") throw std::runtime_error("refused by the work itself");
    };
    co_await store.write(std::move(work));
  }

  /// Returns once `count` writes wait behind the busy one: the fixture's one thread has run all that came before.
  void let_posts_arrive() {
    std::promise<void> reached;
    boost::asio::post(context_, [&] { boost::asio::post(context_, [&] { reached.set_value(); }); });
    reached.get_future().wait();
  }
};

TEST_F(WriteTest, GivesBackWhatTheWorkReturns) {
  int64_t id = store().write_blocking([](WriteTransaction& tx) {
    tx.run("INSERT INTO notes (text) VALUES ('a')");
    return tx.last_insert_id();
  });
  EXPECT_EQ(id, 1);
  EXPECT_EQ(notes(), Texts{"a"});
}

TEST_F(WriteTest, OneThatChangesManyPagesIsDoneOrUndoneAsAWhole) {
  Texts many;
  for (int i = 1000; i < 6000; ++i) many.push_back(std::to_string(i) + std::string(1000, 'x'));
  const auto change = [](const char* sql, bool refuse) {
    return [sql, refuse](WriteTransaction& tx) {
      tx.run(sql);
      if (refuse) throw std::runtime_error("refused by the work itself");
    };
  };
  store().write_blocking([&](WriteTransaction& tx) {
    for (const std::string& text : many) tx.run("INSERT INTO notes (text) VALUES (?)", text);
  });
  EXPECT_THROW(store().write_blocking(change("UPDATE notes SET text = text || 'y'", true)), std::runtime_error);
  EXPECT_THROW(store().write_blocking(change("DELETE FROM notes WHERE text > ''", true)), std::runtime_error);
  EXPECT_EQ(notes(), many);
  store().write_blocking(change("DELETE FROM notes WHERE id > 1", false));
  EXPECT_EQ(notes(), Texts(1, many.front()));
}

TEST_F(WriteTest, OneThatThrowsUndoesOnlyItself) {
  Busy busy(store(), context_);
  auto first = insert("first"), thrown = insert("thrown"), twice = insert("first"), last = insert("last");
  let_posts_arrive();
  busy.release();
  EXPECT_NO_THROW(first.get());
  EXPECT_THROW(thrown.get(), std::runtime_error);
  try {
    twice.get();
    ADD_FAILURE() << "the second of a unique text was taken";
  } catch (const StoreError& error) {
    EXPECT_TRUE(error.constraint());
    EXPECT_EQ(error.code, SQLITE_CONSTRAINT_UNIQUE);
    EXPECT_STREQ(error.what(), "UNIQUE constraint failed: notes.text");
  }
  EXPECT_NO_THROW(last.get());
  EXPECT_EQ(notes(), (Texts{"first", "last"}));
}

TEST_F(WriteTest, WaitingWritesShareOneCommit) {
  store();
  std::atomic<int> commits{0};
  auto count_commits = [&](WriteTransaction& tx) {
    sqlite3_commit_hook(
        tx.connection().handle(), [](void* count) { return ++*static_cast<std::atomic<int>*>(count), 0; }, &commits);
  };
  store().write_blocking(count_commits);
  commits = 0;
  Busy busy(store(), context_);
  std::vector<std::future<void>> all;
  for (int i = 0; i < 20; ++i) all.push_back(insert("note " + std::to_string(i)));
  let_posts_arrive();
  busy.release();
  for (auto& one : all) one.get();
  EXPECT_EQ(notes().size(), 20u);
  EXPECT_LE(commits, 3) << "20 writes that waited together were not committed together";
  store().write_blocking([](WriteTransaction& tx) { sqlite3_commit_hook(tx.connection().handle(), nullptr, nullptr); });
}

TEST_F(WriteTest, AnswersOnlyWhatOtherReadersCanSee) {
  for (int i = 0; i < 50; ++i) {
    std::string text = "note " + std::to_string(i);
    add(text);
    bool seen = store().read_inline(
        [&](ReadTransaction& tx) { return tx.query("SELECT 1 FROM notes WHERE text = ?", text).next(); });
    ASSERT_TRUE(seen) << text;
  }
}

TEST_F(WriteTest, AfterCommitRunsAfterTheCommitAndOnlyThen) {
  bool seen_by_others = false, dropped_was_called = false;
  store().write_blocking([&](WriteTransaction& tx) {
    tx.run("INSERT INTO notes (text) VALUES ('a')");
    tx.after_commit([&] {
      seen_by_others =
          store().read_inline([](ReadTransaction& read) { return read.query("SELECT 1 FROM notes").next(); });
    });
  });
  EXPECT_TRUE(seen_by_others);
  auto fails = [&](WriteTransaction& tx) {
    tx.after_commit([&] { dropped_was_called = true; });
    throw std::runtime_error("no");
  };
  EXPECT_THROW(store().write_blocking(fails), std::runtime_error);
  EXPECT_FALSE(dropped_was_called);
}

TEST_F(WriteTest, DeferredForeignKeysFailTheOneThatBreaksThem) {
  store().write_blocking([](WriteTransaction& tx) {
    tx.connection().script("CREATE TABLE child (parent INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)");
  });
  Busy busy(store(), context_);
  auto good = insert("good");
  auto orphan = std::async(std::launch::async, [&] {
    store().write_blocking([](WriteTransaction& tx) { tx.run("INSERT INTO child VALUES (99)"); });
  });
  let_posts_arrive();
  busy.release();
  EXPECT_NO_THROW(good.get());
  EXPECT_THROW(orphan.get(), StoreError);
  EXPECT_EQ(notes(), Texts{"good"});
  EXPECT_EQ(number("SELECT count(*) FROM child"), 0);
}

TEST_F(WriteTest, ResumesOnTheCallersExecutor) {
  auto ids = [](Store& store) -> boost::asio::awaitable<std::vector<std::thread::id>> {
    std::vector<std::thread::id> seen;
    auto write = [&seen](WriteTransaction&) { seen.push_back(std::this_thread::get_id()); };
    co_await store.write(std::move(write));
    seen.push_back(std::this_thread::get_id());
    auto read = [&seen](ReadTransaction&) { seen.push_back(std::this_thread::get_id()); };
    co_await store.read(std::move(read));
    seen.push_back(std::this_thread::get_id());
    co_return seen;
  };
  auto seen = run(ids(store()));
  EXPECT_EQ(seen[1], thread_.get_id());
  EXPECT_EQ(seen[3], thread_.get_id());
  EXPECT_NE(seen[0], thread_.get_id());
  EXPECT_NE(seen[2], thread_.get_id());
  EXPECT_NE(seen[0], seen[2]);
}

TEST_F(WriteTest, AStoreThreadMustNotWaitForTheStore) {
  auto waits_for_itself = [this](WriteTransaction&) { store().write_blocking([](WriteTransaction&) {}); };
  EXPECT_THROW(store().write_blocking(waits_for_itself), std::logic_error);
}

TEST_F(WriteTest, AfterStopEverythingIsRefused) {
  add("kept");
  std::filesystem::path file = store().database_path();
  store().stop();
  store().stop();
  EXPECT_THROW(add("late"), StoreError);
  EXPECT_THROW(notes(), StoreError);
  EXPECT_THROW(store().read_inline([](ReadTransaction&) { return 0; }), StoreError);
  EXPECT_FALSE(std::filesystem::exists(file.string() + "-wal")) << "a clean stop leaves one file";
  EXPECT_FALSE(std::filesystem::exists(file.string() + "-shm"));
  reopen();
  EXPECT_EQ(notes(), Texts{"kept"});
}

TEST_F(WriteTest, StopFinishesWhatWaits) {
  Busy busy(store(), context_);
  auto waiting = insert("waiting");
  let_posts_arrive();
  auto stopping = std::async(std::launch::async, [&] { store().stop(); });
  busy.release();
  stopping.get();
  EXPECT_NO_THROW(waiting.get());
  reopen();
  EXPECT_EQ(notes(), Texts{"waiting"});
}

}  // namespace
}  // namespace cloudling::store
