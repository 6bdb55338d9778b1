#pragma once

// A store in a folder of its own, and a thread that runs coroutines.

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "emulators/store/blobs.h"
#include "emulators/store/jobs.h"
#include "emulators/store/store.h"
#include "tests/support/manual_clock.h"

namespace cloudling::store {

/// A folder that goes with the object.
struct TemporaryFolder {
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "cloudling-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::filesystem::path path;
};

inline const std::vector<Migration> kNotesTables = {
    {"notes", 1, "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);"}};

/// A table `notes` of unique texts, durable or ephemeral.
class StoreFixture : public ::testing::Test {
 protected:
  ~StoreFixture() override {
    if (store_) store_->stop();
    work_.reset();
    thread_.join();
  }

  StoreOptions options() {
    StoreOptions options;
    options.folder = folder_.path;
    options.migrations = kNotesTables;
    options.clock = &clock_;
    options.log = [this](const std::string& line) {
      std::lock_guard lock(log_mutex_);
      log_ += line + "\n";
    };
    return options;
  }

  Store& store() {
    if (!store_) store_ = std::make_unique<Store>(options());
    return *store_;
  }

  void reopen() {
    store_.reset();
    store();
  }

  /// Runs a coroutine on the fixture's thread and gives what it returns.
  template <class T>
  T run(boost::asio::awaitable<T> work) {
    return boost::asio::co_spawn(context_, std::move(work), boost::asio::use_future).get();
  }

  void add(const std::string& text) {
    store().write_blocking([&](WriteTransaction& tx) { tx.run("INSERT INTO notes (text) VALUES (?)", text); });
  }

  std::vector<std::string> notes() {
    return store().read_blocking([](ReadTransaction& tx) {
      std::vector<std::string> all;
      Rows rows = tx.query("SELECT text FROM notes ORDER BY id");
      while (rows.next()) all.push_back(rows.string(0));
      return all;
    });
  }

  int64_t number(const std::string& sql) {
    return store().read_blocking([&](ReadTransaction& tx) { return tx.connection().number(sql); });
  }

  std::string log() {
    std::lock_guard lock(log_mutex_);
    return log_;
  }

  /// Waits, without a clock, until `condition` holds; false after 20 s.
  template <class Condition>
  static bool eventually(Condition condition) {
    for (int i = 0; i < 4000; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }

  TemporaryFolder folder_;
  support::ManualClock clock_;
  std::mutex log_mutex_;
  std::string log_;
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{context_.get_executor()};
  std::thread thread_{[this] { context_.run(); }};
  std::unique_ptr<Store> store_;
};

using Texts = std::vector<std::string>;

}  // namespace cloudling::store
