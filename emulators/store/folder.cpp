#include "emulators/store/folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace cloudling::store {

namespace fs = std::filesystem;

namespace {

constexpr const char* kLockName = "cloudling.lock";
constexpr const char* kTemporaryPrefix = "cloudling-ephemeral-";
constexpr int kTemporaryAttempts = 100;

std::runtime_error refused(const std::string& what, const fs::path& path, int error) {
  return std::runtime_error(what + " " + path.string() + ": " + std::strerror(error));
}

/// The lock file's descriptor; -1 with errno where it cannot be opened or (EWOULDBLOCK) another process holds it.
int try_lock(const fs::path& folder, int extra_flags) {
  int file = ::open((folder / kLockName).c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | extra_flags, 0644);
  if (file < 0) return -1;
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  int error = errno;
  ::close(file);
  errno = error;
  return -1;
}

void write_pid(int lock_file) {
  std::string text = std::to_string(::getpid()) + "\n";
  // Only for the message that another server gives, so a full disk does not matter here.
  if (::ftruncate(lock_file, 0) != 0 || ::pwrite(lock_file, text.data(), text.size(), 0) < 0) return;
}

std::string holder(const fs::path& folder) {
  std::array<char, 32> text{};
  int file = ::open((folder / kLockName).c_str(), O_RDONLY | O_CLOEXEC);
  ssize_t length = file < 0 ? 0 : ::read(file, text.data(), text.size() - 1);
  if (file >= 0) ::close(file);
  std::string pid(text.data(), length > 0 ? static_cast<size_t>(length) : 0);
  pid.erase(pid.find_last_not_of("\n ") + 1);
  return pid.empty() ? "" : " (pid " + pid + ")";
}

/// The file that is locked is still the one that lies there: no sweep has removed it in between.
bool still_there(const fs::path& folder, int lock_file) {
  struct stat held{}, found{};
  return ::fstat(lock_file, &held) == 0 && ::lstat((folder / kLockName).c_str(), &found) == 0 &&
         held.st_ino == found.st_ino && held.st_dev == found.st_dev;
}

bool ours(const fs::path& folder) {
  struct stat found{};
  return ::lstat(folder.c_str(), &found) == 0 && S_ISDIR(found.st_mode) && found.st_uid == ::geteuid();
}

/// Removes a temporary folder whose process is gone. One that is being made has no lock file yet, which rmdir leaves
/// alone once it has, and whose maker begins anew where it was quicker.
void sweep_one(const fs::path& folder) {
  std::error_code ignored;
  int lock_file = try_lock(folder, 0);
  if (lock_file >= 0) {
    fs::remove_all(folder, ignored);
    ::close(lock_file);
  } else if (errno == ENOENT) {
    ::rmdir(folder.c_str());
  }
}

void sweep(const fs::path& parent) {
  std::error_code error;
  fs::directory_iterator entries(parent, fs::directory_options::skip_permission_denied, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    const fs::path& path = entries->path();
    if (path.filename().string().rfind(kTemporaryPrefix, 0) == 0 && ours(path)) sweep_one(path);
  }
}

}  // namespace

std::unique_ptr<Folder> Folder::lock(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw std::runtime_error("cannot make the data folder " + path.string() + ": " + error.message());
  int lock_file = try_lock(path, O_CREAT);
  if (lock_file < 0 && errno == EWOULDBLOCK) {
    throw std::runtime_error("the data folder " + fs::absolute(path).string() +
                             " is in use by another Cloudling server" + holder(path) +
                             "; stop that one, or choose another folder with --data");
  }
  if (lock_file < 0) throw refused("cannot lock the data folder", path, errno);
  write_pid(lock_file);
  return std::unique_ptr<Folder>(new Folder(path, lock_file, false));
}

std::unique_ptr<Folder> Folder::temporary() {
  fs::path parent = fs::temp_directory_path();
  sweep(parent);
  for (int attempt = 0; attempt < kTemporaryAttempts; ++attempt) {
    std::string name = (parent / (kTemporaryPrefix + std::string("XXXXXX"))).string();
    if (!::mkdtemp(name.data())) throw refused("cannot make a folder in", parent, errno);
    int lock_file = try_lock(name, O_CREAT);
    if (lock_file >= 0 && still_there(name, lock_file)) {
      write_pid(lock_file);
      return std::unique_ptr<Folder>(new Folder(name, lock_file, true));
    }
    if (lock_file >= 0) ::close(lock_file);
  }
  throw std::runtime_error("cannot keep a folder in " + parent.string());
}

Folder::~Folder() {
  std::error_code ignored;
  if (temporary_) fs::remove_all(path_, ignored);
  ::close(lock_file_);
}

}  // namespace cloudling::store
