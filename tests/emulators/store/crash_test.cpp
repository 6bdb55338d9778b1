// kill -9 at any point: what was acknowledged is there, jobs that were committed are performed, the file is whole.

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>

#include "tests/emulators/store/store_fixture.h"

namespace cloudling::store {
namespace {

constexpr int kKills = 30;

StoreOptions options_in(const std::filesystem::path& folder, aws::Clock* clock = nullptr) {
  StoreOptions options;
  options.folder = folder;
  options.migrations = kNotesTables;
  options.clock = clock;
  return options;
}

/// Writes numbered notes and 600 KB blobs, and says each number on `acks` once the store has said it is written.
[[noreturn]] void write_and_acknowledge(const std::filesystem::path& folder, int acks, int from) {
  Store store(options_in(folder));
  boost::asio::io_context context;
  auto writing = [](Store& store, int acks, int number) -> boost::asio::awaitable<void> {
    for (;; number += 4) {
      auto blob = store.blobs().stage();
      std::string bytes(600'000, static_cast<char>('a' + number % 26));
      if (number % 8 < 4) co_await blob->write(bytes);
      co_await blob->finish();
      auto work = [&](WriteTransaction& tx) {
        ContentId content = store.blobs().publish(tx, *blob);
        tx.run("INSERT INTO notes (id, text) VALUES (?, ?)", number,
               std::to_string(number) + ":" + std::to_string(content));
      };
      co_await store.write(std::move(work));
      if (::write(acks, &number, sizeof number) != sizeof number) ::_exit(1);
    }
  };
  for (int i = 0; i < 4; ++i) boost::asio::co_spawn(context, writing(store, acks, from + i), boost::asio::detached);
  context.run();
  ::_exit(1);
}

/// Runs a writing child for `time_us`, kills it, and gives the numbers it acknowledged.
std::vector<int> killed_after(const std::filesystem::path& folder, int from, int time_us) {
  int acks[2];
  if (::pipe(acks) != 0) throw std::runtime_error("no pipe");
  pid_t child = ::fork();
  if (child == 0) {
    ::close(acks[0]);
    write_and_acknowledge(folder, acks[1], from);
  }
  ::close(acks[1]);
  std::vector<int> acknowledged;
  int number = 0;
  if (::read(acks[0], &number, sizeof number) == sizeof number) acknowledged.push_back(number);
  ::usleep(static_cast<useconds_t>(time_us));
  ::kill(child, SIGKILL);
  while (::read(acks[0], &number, sizeof number) == sizeof number) acknowledged.push_back(number);
  ::close(acks[0]);
  ::waitpid(child, nullptr, 0);
  return acknowledged;
}

/// What is wrong with note `number` and its blob; "" where all is there.
std::string problem_with(Store& store, ReadTransaction& tx, int number) {
  Rows rows = tx.query("SELECT text FROM notes WHERE id = ?", number);
  if (!rows.next()) return "note " + std::to_string(number) + " is lost";
  std::string text = rows.string(0);
  ContentId content = std::stoll(text.substr(text.find(':') + 1));
  uint64_t size = 0;
  for (const Extent& extent : store.blobs().extents(tx, content, 0, UINT64_MAX)) {
    Rows chunks = tx.query("SELECT sum(length(bytes)) FROM store_chunks WHERE id >= ? AND id < ?", extent.blob << 24,
                           (extent.blob + 1) << 24);
    if (chunks.next()) size += static_cast<uint64_t>(chunks.integer(0));
  }
  return size == (number % 8 < 4 ? 600'000u : 0u) ? "" : "the blob of note " + std::to_string(number) + " is short";
}

TEST(CrashTest, EveryAcknowledgedWriteSurvivesAKill) {
  TemporaryFolder folder;
  std::mt19937 random(7);
  std::vector<int> acknowledged;
  for (int kill = 0; kill < kKills; ++kill) {
    int from = kill * 100'000;
    auto now = killed_after(folder.path, from, static_cast<int>(random() % 30'000));
    ASSERT_FALSE(now.empty());
    acknowledged.insert(acknowledged.end(), now.begin(), now.end());
    if (kill % 10 != 9) continue;  // kills upon kills, without a clean stop in between
    Store store(options_in(folder.path));
    store.read_blocking([&](ReadTransaction& tx) {
      for (int number : acknowledged) ASSERT_EQ(problem_with(store, tx, number), "");
      Rows check = tx.query("PRAGMA integrity_check");
      ASSERT_TRUE(check.next());
      EXPECT_EQ(check.text(0), "ok");
    });
  }
  EXPECT_GT(acknowledged.size(), static_cast<size_t>(kKills));
}

TEST(CrashTest, AJobCommittedBeforeAKillIsPerformedAfterIt) {
  TemporaryFolder folder;
  pid_t child = ::fork();
  if (child == 0) {
    Store store(options_in(folder.path));
    store.jobs().handle("work", 1, [](Job) -> boost::asio::awaitable<void> { co_return; });
    store.write_blocking([&](WriteTransaction& tx) {
      tx.run("INSERT INTO notes (text) VALUES ('changed')");
      store.jobs().enqueue(tx, "work", "consequence", "of the change");
    });
    ::kill(::getpid(), SIGKILL);
  }
  ::waitpid(child, nullptr, 0);
  support::ManualClock clock;
  Store store(options_in(folder.path, &clock));
  boost::asio::io_context context;
  std::vector<Job> performed;
  store.jobs().handle("work", 1, [&](Job job) -> boost::asio::awaitable<void> {
    performed.push_back(job);
    context.stop();
    co_return;
  });
  auto guard = boost::asio::make_work_guard(context);
  store.jobs().start(context.get_executor());
  context.run();
  ASSERT_EQ(performed.size(), 1u);
  EXPECT_EQ(performed[0].payload, "of the change");
  EXPECT_EQ(performed[0].attempts, 1);
  store.stop();
}

}  // namespace
}  // namespace cloudling::store
