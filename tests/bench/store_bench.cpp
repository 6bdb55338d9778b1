// What the store costs beside what it stands on: small transactions beside single-row commits of raw SQLite with the
// same settings, blobs beside a plain file. All in one run, so that the ratios hold on any machine.

#include <benchmark/benchmark.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

#include "emulators/store/blobs.h"
#include "emulators/store/store.h"

namespace cloudling::store {
namespace {

namespace fs = std::filesystem;
using boost::asio::awaitable;

constexpr const char* kTable = "CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT NOT NULL)";
constexpr const char* kInsert = "INSERT INTO rows (text) VALUES (?)";
constexpr size_t kBlobBytes = 64 << 20;
constexpr size_t kPieceBytes = 256 << 10;

struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "cloudling-bench-XXXXXX").string();
    if (!::mkdtemp(name.data())) std::abort();
    path = name;
  }
  Folder(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
  fs::path path;
};

struct OpenStore {
  explicit OpenStore(Durability durability = Durability::kNormal) {
    StoreOptions options;
    options.folder = folder.path;
    options.durability = durability;
    options.migrations = {{"bench", 1, kTable}};
    store = std::make_unique<Store>(options);
  }
  Folder folder;
  std::unique_ptr<Store> store;
};

// ---- small transactions --------------------------------------------------------------------------------------------

void raw_sqlite(benchmark::State& state, const char* synchronous) {
  Folder folder;
  Connection connection((folder.path / "raw.db").string(), Connection::Access::kWrite);
  connection.script(std::string("PRAGMA wal_autocheckpoint=1000; PRAGMA synchronous=") + synchronous);
  connection.script(kTable);
  WriteTransaction tx(connection);
  std::string text(100, 'x');
  for (auto _ : state) {
    connection.execute("BEGIN IMMEDIATE");
    tx.run(kInsert, text);
    connection.execute("COMMIT");
  }
  state.SetItemsProcessed(state.iterations());
}

void raw_sqlite_normal(benchmark::State& state) { raw_sqlite(state, "NORMAL"); }
void raw_sqlite_full(benchmark::State& state) { raw_sqlite(state, "FULL"); }
BENCHMARK(raw_sqlite_normal)->UseRealTime();
BENCHMARK(raw_sqlite_full)->UseRealTime();

awaitable<void> insert_rows(Store& store, int count) {
  std::string text(100, 'x');
  for (int i = 0; i < count; ++i) {
    auto work = [&text](WriteTransaction& tx) { tx.run(kInsert, text); };
    co_await store.write(std::move(work));
  }
}

/// `range(0)` callers at once, each waiting for its answer before the next write.
void store_writes(benchmark::State& state, Durability durability) {
  constexpr int kWritesEach = 100;
  OpenStore open(durability);
  auto callers = static_cast<int>(state.range(0));
  for (auto _ : state) {
    boost::asio::io_context context;
    for (int i = 0; i < callers; ++i) {
      boost::asio::co_spawn(context, insert_rows(*open.store, kWritesEach), boost::asio::detached);
    }
    context.run();
  }
  state.SetItemsProcessed(state.iterations() * callers * kWritesEach);
}

void store_writes_normal(benchmark::State& state) { store_writes(state, Durability::kNormal); }
void store_writes_full(benchmark::State& state) { store_writes(state, Durability::kFull); }
BENCHMARK(store_writes_normal)->Arg(1)->Arg(32)->Arg(256)->UseRealTime();
BENCHMARK(store_writes_full)->Arg(1)->Arg(32)->UseRealTime();

// ---- point reads ---------------------------------------------------------------------------------------------------

int64_t read_one(ReadTransaction& tx) {
  Rows rows = tx.query("SELECT text FROM rows WHERE id = ?", 1);
  return rows.next() ? static_cast<int64_t>(rows.text(0).size()) : 0;
}

void store_read_inline(benchmark::State& state) {
  OpenStore open;
  open.store->write_blocking([](WriteTransaction& tx) { tx.run(kInsert, "text"); });
  for (auto _ : state) benchmark::DoNotOptimize(open.store->read_inline(read_one));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(store_read_inline)->UseRealTime();

void store_read_pooled(benchmark::State& state) {
  OpenStore open;
  open.store->write_blocking([](WriteTransaction& tx) { tx.run(kInsert, "text"); });
  for (auto _ : state) benchmark::DoNotOptimize(open.store->read_blocking(read_one));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(store_read_pooled)->UseRealTime();

// ---- blobs ---------------------------------------------------------------------------------------------------------

void plain_file_write(benchmark::State& state) {
  Folder folder;
  std::string piece(kPieceBytes, 'x');
  for (auto _ : state) {
    int file = ::open((folder.path / "file").c_str(), O_CREAT | O_TRUNC | O_WRONLY, 0600);
    for (size_t done = 0; done < kBlobBytes; done += kPieceBytes) {
      if (::write(file, piece.data(), piece.size()) < 0) state.SkipWithError("write");
    }
    ::close(file);
  }
  state.SetBytesProcessed(state.iterations() * int64_t{kBlobBytes});
}
BENCHMARK(plain_file_write)->UseRealTime()->Unit(benchmark::kMillisecond);

awaitable<ContentId> write_blob(Store& store) {
  auto writer = store.blobs().stage();
  std::string piece(kPieceBytes, 'x');
  for (size_t done = 0; done < kBlobBytes; done += kPieceBytes) co_await writer->write(piece);
  co_await writer->finish();
  auto publish = [&](WriteTransaction& tx) { return store.blobs().publish(tx, *writer); };
  ContentId content = co_await store.write(std::move(publish));
  co_return content;
}

template <class T>
T run(awaitable<T> work) {
  boost::asio::io_context context;
  auto result = boost::asio::co_spawn(context, std::move(work), boost::asio::use_future);
  context.run();
  return result.get();
}

void release(Store& store, ContentId content) {
  store.write_blocking([&](WriteTransaction& tx) { store.blobs().release(tx, content); });
}

/// Each written blob is released, so that the file does not grow; what reclaiming costs is within.
void store_blob_write(benchmark::State& state) {
  OpenStore open;
  for (auto _ : state) release(*open.store, run(write_blob(*open.store)));
  state.SetBytesProcessed(state.iterations() * int64_t{kBlobBytes});
}
BENCHMARK(store_blob_write)->UseRealTime()->Unit(benchmark::kMillisecond);

void plain_file_read(benchmark::State& state) {
  Folder folder;
  std::string path = (folder.path / "file").string(), piece(kPieceBytes, 'x');
  int file = ::open(path.c_str(), O_CREAT | O_TRUNC | O_RDWR, 0600);
  for (size_t done = 0; done < kBlobBytes; done += kPieceBytes) {
    if (::write(file, piece.data(), piece.size()) < 0) state.SkipWithError("write");
  }
  for (auto _ : state) {
    ::lseek(file, 0, SEEK_SET);
    while (::read(file, piece.data(), piece.size()) > 0) benchmark::ClobberMemory();
  }
  ::close(file);
  state.SetBytesProcessed(state.iterations() * int64_t{kBlobBytes});
}
BENCHMARK(plain_file_read)->UseRealTime()->Unit(benchmark::kMillisecond);

awaitable<size_t> read_blob(Store& store, ContentId content) {
  auto open = [&](ReadTransaction& tx) { return store.blobs().open(tx, content, 0, kBlobBytes); };
  auto reader = co_await store.read(std::move(open));
  size_t size = 0;
  while (true) {
    std::string piece = co_await reader->next();
    if (piece.empty()) co_return size;
    size += piece.size();
  }
}

void store_blob_read(benchmark::State& state) {
  OpenStore open;
  ContentId content = run(write_blob(*open.store));
  for (auto _ : state) {
    if (run(read_blob(*open.store, content)) != kBlobBytes) state.SkipWithError("short");
  }
  state.SetBytesProcessed(state.iterations() * int64_t{kBlobBytes});
}
BENCHMARK(store_blob_read)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace cloudling::store
