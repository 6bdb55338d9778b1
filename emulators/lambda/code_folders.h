#pragma once

// Code as files: archives of the store unpacked once for all workers that run them.

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

#include "emulators/lambda/host.h"
#include "emulators/lambda/lambda_store.h"
#include "emulators/store/blobs.h"
#include "emulators/store/store.h"

namespace cloudling::lambda {

/// Thread-safe. The folders are below the host's, which is gone when the process has ended.
class CodeFolders {
 public:
  CodeFolders(store::Store& store, Host& host) : store_(store), host_(host) {}

  /// Where the bootstraps of ours are.
  boost::asio::awaitable<std::filesystem::path> bootstraps();

  /// The folder with the files of the archive. Throws std::runtime_error where it cannot be unpacked.
  boost::asio::awaitable<std::filesystem::path> folder_of(StoredCode code);

  /// The same of several archives unpacked over each other, the first below; "" of none.
  boost::asio::awaitable<std::filesystem::path> layers_folder_of(std::vector<StoredCode> archives);

  /// See folder_revision().
  boost::asio::awaitable<std::string> revision_of(std::string folder);

  /// A new folder's name for one worker's temporary files.
  std::filesystem::path scratch();

 private:
  boost::asio::awaitable<std::string> archive_of(StoredCode code);
  boost::asio::awaitable<std::filesystem::path> unpacked(std::string name, std::vector<StoredCode> archives);

  store::Store& store_;
  Host& host_;
  std::mutex mutex_;
  uint64_t last_ = 0;
  boost::asio::thread_pool disk_{1};  ///< unpacks: network threads must not wait for the disk
};

}  // namespace cloudling::lambda
