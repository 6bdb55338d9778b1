#include "emulators/store/readers.h"

#include <sqlite3.h>

#include <atomic>
#include <unordered_map>

namespace cloudling::store {

namespace {

StoreError stopped_error() { return {SQLITE_MISUSE, "the store has been stopped"}; }

}  // namespace

void read_consistently(Connection& connection, const std::function<void(ReadTransaction&)>& work) {
  struct End {
    Connection& connection;
    ~End() {
      try {
        connection.execute("COMMIT");
      } catch (const StoreError&) {
        sqlite3_exec(connection.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
      }
    }
  };
  connection.execute("BEGIN");
  End end{connection};
  ReadTransaction tx(connection);
  work(tx);
}

// ---- the pool ----------------------------------------------------------------------------------------------------

Readers::Readers(std::string path, int threads, ReadGate& gate) : path_(std::move(path)), gate_(gate) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { loop(); });
}

Readers::~Readers() { stop(); }

void Readers::post(Work work, Done done) {
  {
    std::lock_guard lock(mutex_);
    if (!stopping_) {
      queue_.push_back({std::move(work), std::move(done)});
      wake_.notify_one();
      return;
    }
  }
  done(std::make_exception_ptr(stopped_error()));
}

void Readers::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    wake_.notify_all();
  }
  std::call_once(joined_, [this] {
    for (std::thread& thread : threads_) thread.join();
  });
}

void Readers::loop() {
  on_store_thread = true;
  std::unique_ptr<Connection> connection;
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return !queue_.empty() || stopping_; });
    if (queue_.empty()) return;
    Item item = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    run(connection, item);
    item = {};
    lock.lock();
  }
}

void Readers::run(std::unique_ptr<Connection>& connection, Item& item) {
  std::exception_ptr error;
  try {
    ReadGate::Pass pass(gate_);
    if (!connection) connection = std::make_unique<Connection>(path_, Connection::Access::kRead);
    read_consistently(*connection, item.work);
  } catch (...) {
    error = std::current_exception();
  }
  item.done(error);
}

// ---- the calling threads' own ------------------------------------------------------------------------------------

/// Used by its thread; closed by that thread's end or the store's, under the mutex.
struct InlineReaders::Reader {
  std::mutex mutex;
  std::unique_ptr<Connection> connection;
  ReadTransaction* running = nullptr;  ///< of this thread's outer read; touched by the thread alone
  std::atomic<bool> closed = false;

  void close() {
    std::lock_guard lock(mutex);
    closed = true;
    connection.reset();
  }
};

/// What a thread holds: a reader for each store it has read from.
struct InlineReaders::OfThread {
  std::unordered_map<uint64_t, std::shared_ptr<Reader>> by_store;
};

namespace {

uint64_t next_id() {
  static std::atomic<uint64_t> last{0};
  return ++last;
}

}  // namespace

InlineReaders::InlineReaders(std::string path, ReadGate& gate) : path_(std::move(path)), gate_(gate), id_(next_id()) {}

InlineReaders::~InlineReaders() { stop(); }

InlineReaders::Reader& InlineReaders::of_this_thread() {
  thread_local OfThread mine;
  auto known = mine.by_store.find(id_);
  if (known != mine.by_store.end()) return *known->second;
  std::erase_if(mine.by_store, [](const auto& entry) { return entry.second->closed.load(); });
  auto made = std::make_shared<Reader>();
  {
    std::lock_guard lock(mutex_);
    if (stopped_) throw stopped_error();
    std::erase_if(readers_, [](const auto& other) { return other.expired(); });
    readers_.push_back(made);
  }
  return *mine.by_store.emplace(id_, std::move(made)).first->second;
}

void InlineReaders::read(const std::function<void(ReadTransaction&)>& work) {
  struct Running {
    Reader& reader;
    ~Running() { reader.running = nullptr; }
  };
  Reader& reader = of_this_thread();
  if (reader.running) return work(*reader.running);
  ReadGate::Pass pass(gate_);
  std::lock_guard lock(reader.mutex);
  if (reader.closed) throw stopped_error();
  if (!reader.connection) reader.connection = std::make_unique<Connection>(path_, Connection::Access::kRead);
  Running running{reader};
  read_consistently(*reader.connection, [&](ReadTransaction& tx) {
    reader.running = &tx;
    work(tx);
  });
}

void InlineReaders::stop() {
  std::vector<std::weak_ptr<Reader>> readers;
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    readers.swap(readers_);
  }
  for (auto& weak : readers) {
    if (auto reader = weak.lock()) reader->close();
  }
}

}  // namespace cloudling::store
