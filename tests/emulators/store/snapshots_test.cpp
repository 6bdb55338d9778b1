// Snapshots, reset, and what becomes of those who were in the middle of something.

#include <atomic>
#include <fstream>
#include <future>

#include "tests/emulators/store/store_fixture.h"

namespace cloudling::store {
namespace {

namespace fs = std::filesystem;

class SnapshotsTest : public StoreFixture, public ::testing::WithParamInterface<bool> {
 protected:
  SnapshotsTest() {
    StoreOptions given = options();
    given.ephemeral = GetParam();
    store_ = std::make_unique<Store>(given);
  }

  ContentId publish(const std::string& bytes) {
    auto writer = store().blobs().stage();
    auto write = [](BlobWriter& out, std::string bytes) -> boost::asio::awaitable<void> {
      co_await out.write(bytes);
      co_await out.finish();
    };
    run(write(*writer, bytes));
    return store().write_blocking([&](WriteTransaction& tx) { return store().blobs().publish(tx, *writer); });
  }

  std::unique_ptr<aws::BodyReader> open(ContentId content) {
    return store().read_blocking([&](ReadTransaction& tx) { return store().blobs().open(tx, content, 0, UINT64_MAX); });
  }

  std::string next(aws::BodyReader& reader) { return run(reader.next()); }
};

INSTANTIATE_TEST_SUITE_P(, SnapshotsTest, ::testing::Values(false, true),
                         [](const auto& info) { return info.param ? "Ephemeral" : "Durable"; });

TEST_P(SnapshotsTest, LoadingBringsBackWhatWasSaved) {
  add("a");
  ContentId content = publish("bytes");
  SnapshotInfo saved = store().save_snapshot_blocking("first.of-all_1");
  EXPECT_GT(saved.size, 0);
  EXPECT_GT(saved.created_ms, 1'600'000'000'000);
  add("b");
  store().load_snapshot_blocking("first.of-all_1");
  EXPECT_EQ(notes(), Texts{"a"});
  EXPECT_EQ(
      store().read_inline([](ReadTransaction& tx) { return tx.connection().number("SELECT count(*) FROM notes"); }), 1);
  EXPECT_EQ(next(*open(content)), "bytes");
  add("c");
  EXPECT_EQ(notes(), (Texts{"a", "c"}));
  EXPECT_EQ(number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
  if (!GetParam()) {
    reopen();
    EXPECT_EQ(notes(), (Texts{"a", "c"}));
  }
}

TEST_P(SnapshotsTest, ListNamesThemAll) {
  EXPECT_TRUE(store().list_snapshots().empty());
  store().save_snapshot_blocking("b");
  store().save_snapshot_blocking("a");
  store().save_snapshot_blocking("b");
  auto all = store().list_snapshots();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "a");
  EXPECT_EQ(all[1].name, "b");
}

TEST_P(SnapshotsTest, NamesAreChecked) {
  for (const char* name : {"", "a/b", "../a", "..", ".a", "a b", "\xc3\xa4", "a\n"}) {
    EXPECT_THROW(store().save_snapshot_blocking(name), std::invalid_argument) << name;
    EXPECT_THROW(store().load_snapshot_blocking(name), std::invalid_argument) << name;
  }
  EXPECT_THROW(store().save_snapshot_blocking(std::string(65, 'a')), std::invalid_argument);
  EXPECT_THROW(store().load_snapshot_blocking("missing"), NoSuchSnapshot);
  EXPECT_EQ(store().epoch(), 0u);
}

TEST_P(SnapshotsTest, SavingWhileWritesGoOnIsConsistent) {
  std::atomic<bool> done{false};
  std::thread writing([&] {
    for (int i = 0; !done; ++i) {
      store().write_blocking([&](WriteTransaction& tx) {
        tx.run("INSERT INTO notes (text) VALUES (?)", "left " + std::to_string(i));
        tx.run("INSERT INTO notes (text) VALUES (?)", "right " + std::to_string(i));
      });
    }
  });
  for (int i = 0; i < 5; ++i) store().save_snapshot_blocking("live");
  done = true;
  writing.join();
  store().load_snapshot_blocking("live");
  EXPECT_EQ(number("SELECT count(*) FROM notes WHERE text LIKE 'left%'"),
            number("SELECT count(*) FROM notes WHERE text LIKE 'right%'"));
}

TEST_P(SnapshotsTest, ResetLeavesNothing) {
  add("a");
  ContentId content = publish(std::string(20 << 20, 'x'));
  int64_t before = number("PRAGMA page_count");
  store().reset_blocking();
  EXPECT_EQ(notes(), Texts{});
  EXPECT_EQ(number("SELECT count(*) FROM store_chunks"), 0);
  EXPECT_LT(number("PRAGMA page_count"), before / 10);
  EXPECT_EQ(next(*open(content)), "") << "the content is gone";
  EXPECT_EQ(store().epoch(), 1u);
  EXPECT_EQ(number("PRAGMA auto_vacuum"), 2);
  add("a");
  EXPECT_EQ(notes(), Texts{"a"});
  if (GetParam()) return;
  EXPECT_LT(fs::file_size(store().database_path()), 1u << 20);
}

TEST_P(SnapshotsTest, ServicesAreQuiescedBeforeAndRecoveredAfter) {
  std::vector<std::string> calls;
  store().on_lifecycle({[&] { calls.push_back("quiesce a " + std::to_string(notes().size())); },
                        [&] { calls.push_back("recover a " + std::to_string(notes().size())); }});
  store().on_lifecycle({[&] { calls.push_back("quiesce b"); }, [&] { throw std::runtime_error("b is broken"); }});
  add("a");
  store().reset_blocking();
  EXPECT_EQ(calls, (Texts{"quiesce b", "quiesce a 1", "recover a 0"}));
  EXPECT_NE(log().find("recovering a service failed: b is broken"), std::string::npos);
  store().stop();
  EXPECT_EQ(calls.size(), 5u);
}

TEST_P(SnapshotsTest, AStreamFromBeforeIsCutOffNotMixedUp) {
  ContentId old = publish(std::string(2'000'000, 'o'));
  store().save_snapshot_blocking("old");
  auto reader = open(old);
  auto writer = store().blobs().stage();
  auto write = [](BlobWriter& out) -> boost::asio::awaitable<void> {
    std::string bytes(3'000'000, 'w');
    co_await out.write(bytes);
    co_await out.finish();
  };
  run(write(*writer));
  store().reset_blocking();
  EXPECT_EQ(publish(std::string(2'000'000, 'n')), old + 1) << "ids go on";
  EXPECT_EQ(next(*reader)[0], 'o') << "the piece that was read when it opened";
  EXPECT_THROW(next(*reader), StoreError);
  EXPECT_THROW(store().write_blocking([&](WriteTransaction& tx) { return store().blobs().publish(tx, *writer); }),
               StoreError);
  store().load_snapshot_blocking("old");
  EXPECT_THROW(next(*reader), StoreError);
}

TEST_P(SnapshotsTest, ReadsAndWritesGoOnThroughAReset) {
  std::atomic<bool> done{false};
  std::vector<std::thread> threads;
  for (int t = 0; t < 2; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; !done; ++i) {
        add(std::to_string(t) + " " + std::to_string(i));
        notes();
        store().read_inline([](ReadTransaction& tx) { return tx.connection().number("SELECT count(*) FROM notes"); });
      }
    });
  }
  for (int i = 0; i < 10; ++i) store().reset_blocking();
  done = true;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(store().epoch(), 10u);
}

class OldSnapshotsTest : public StoreFixture {};

TEST_F(OldSnapshotsTest, AnOlderSnapshotIsMigratedANewerOneRefused) {
  add("a");
  store().save_snapshot_blocking("v1");
  store_.reset();
  StoreOptions newer = options();
  newer.migrations.push_back({"notes", 2, "ALTER TABLE notes ADD COLUMN color TEXT NOT NULL DEFAULT 'red';"});
  store_ = std::make_unique<Store>(newer);
  store().load_snapshot_blocking("v1");
  EXPECT_EQ(number("SELECT count(*) FROM notes WHERE color = 'red'"), 1);
  fs::rename(folder_.path / "snapshots" / "v1.db", folder_.path / "v1.db");
  store().save_snapshot_blocking("v2");
  store_.reset();
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove((folder_.path / "cloudling.db").string() + suffix);
  fs::rename(folder_.path / "v1.db", folder_.path / "cloudling.db");  // a snapshot is a whole database
  EXPECT_EQ(notes(), Texts{"a"});
  try {
    store().load_snapshot_blocking("v2");
    ADD_FAILURE();
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("snapshot v2 cannot be loaded: it was written by a newer version"),
              std::string::npos)
        << error.what();
  }
  EXPECT_EQ(notes(), Texts{"a"});
}

TEST_F(OldSnapshotsTest, SomethingElseUnderTheNameIsRefused) {
  add("a");
  fs::create_directories(folder_.path / "snapshots");
  std::ofstream(folder_.path / "snapshots" / "x.db") << std::string(10'000, 'x');
  EXPECT_THROW(store().load_snapshot_blocking("x"), StoreError);
  EXPECT_EQ(notes(), Texts{"a"});
}

}  // namespace
}  // namespace cloudling::store
