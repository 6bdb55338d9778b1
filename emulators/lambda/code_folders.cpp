#include "emulators/lambda/code_folders.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "emulators/aws/encoding.h"
#include "emulators/lambda/code.h"
#include "emulators/lambda/runtime.h"

namespace cloudling::lambda {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using asio::awaitable;

namespace {

/// The digest as a folder's name.
std::string folder_name(const StoredCode& code) {
  return aws::hex_encode(aws::base64_decode(code.sha256).value_or(code.sha256));
}

/// Unpacks beside the place and moves there, so that nobody sees half of it. Another may have been quicker.
awaitable<void> unpack_to(fs::path folder, fs::path beside, std::string archive) {
  fs::create_directories(beside);
  unpack_zip(archive, beside);
  std::error_code error;
  fs::rename(beside, folder, error);
  if (!error) co_return;
  fs::remove_all(beside);
  if (!fs::is_directory(folder)) throw std::runtime_error("The code cannot be unpacked: " + error.message());
}

awaitable<void> write_ours(fs::path folder) {
  write_bootstraps(folder);
  co_return;
}

}  // namespace

awaitable<fs::path> CodeFolders::bootstraps() {
  const fs::path folder = host_.folder() / "runtime";
  if (!fs::is_directory(folder)) {
    auto writing = write_ours(folder);
    co_await asio::co_spawn(disk_, std::move(writing), asio::use_awaitable);
  }
  co_return folder;
}

awaitable<fs::path> CodeFolders::folder_of(StoredCode code) {
  const fs::path all = host_.folder() / "code";
  fs::path folder = all / folder_name(code);
  if (fs::is_directory(folder)) co_return folder;
  auto open = [&](store::ReadTransaction& tx) {
    return store_.blobs().open(tx, code.content, 0, static_cast<uint64_t>(code.size));
  };
  auto reader = co_await store_.read(std::move(open));
  aws::Body body(std::move(reader), code.size);
  std::string archive = co_await body.read_all(kMaxUnzipped);
  fs::path beside = scratch();
  auto unpacking = unpack_to(folder, std::move(beside), std::move(archive));
  fs::create_directories(all);
  co_await asio::co_spawn(disk_, std::move(unpacking), asio::use_awaitable);
  co_return folder;
}

fs::path CodeFolders::scratch() {
  const std::lock_guard lock(mutex_);
  return host_.folder() / "scratch" / std::to_string(++last_);
}

}  // namespace cloudling::lambda
