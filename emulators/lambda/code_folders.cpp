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
awaitable<void> unpack_to(fs::path folder, fs::path beside, std::vector<std::string> archives) {
  fs::create_directories(beside);
  for (const std::string& archive : archives) unpack_zip(archive, beside);
  std::error_code error;
  fs::rename(beside, folder, error);
  if (!error) co_return;
  fs::remove_all(beside);
  if (!fs::is_directory(folder)) throw std::runtime_error("The code cannot be unpacked: " + error.message());
}

awaitable<std::string> look_through(std::string folder) { co_return folder_revision(folder); }

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
  std::vector<StoredCode> archives{code};
  auto unpacking = unpacked(folder_name(code), std::move(archives));
  const fs::path folder = co_await std::move(unpacking);
  co_return folder;
}

awaitable<fs::path> CodeFolders::layers_folder_of(std::vector<StoredCode> archives) {
  if (archives.empty()) co_return fs::path();
  std::string digests = "layers";
  for (const StoredCode& archive : archives) digests += archive.sha256;
  auto unpacking = unpacked(aws::hex_encode(aws::sha256(digests)), std::move(archives));
  const fs::path folder = co_await std::move(unpacking);
  co_return folder;
}

awaitable<fs::path> CodeFolders::unpacked(std::string name, std::vector<StoredCode> archives) {
  const fs::path all = host_.folder() / "code";
  fs::path folder = all / name;
  if (fs::is_directory(folder)) co_return folder;
  std::vector<std::string> bytes;
  for (const StoredCode& archive : archives) {
    auto reading = archive_of(archive);
    bytes.push_back(co_await std::move(reading));
  }
  fs::path beside = scratch();
  auto unpacking = unpack_to(folder, std::move(beside), std::move(bytes));
  fs::create_directories(all);
  co_await asio::co_spawn(disk_, std::move(unpacking), asio::use_awaitable);
  co_return folder;
}

awaitable<std::string> CodeFolders::revision_of(std::string folder) {
  auto looking = look_through(std::move(folder));
  std::string revision = co_await asio::co_spawn(disk_, std::move(looking), asio::use_awaitable);
  co_return revision;
}

awaitable<std::string> CodeFolders::archive_of(StoredCode code) {
  auto open = [&](store::ReadTransaction& tx) {
    return store_.blobs().open(tx, code.content, 0, static_cast<uint64_t>(code.size));
  };
  auto reader = co_await store_.read(std::move(open));
  aws::Body body(std::move(reader), code.size);
  std::string archive = co_await body.read_all(kMaxUnzipped);
  co_return archive;
}

fs::path CodeFolders::scratch() {
  const std::lock_guard lock(mutex_);
  return host_.folder() / "scratch" / std::to_string(++last_);
}

}  // namespace cloudling::lambda
