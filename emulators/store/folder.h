#pragma once

// Where the database lies: a locked data folder, or a temporary one that goes with the process.

#include <filesystem>
#include <memory>
#include <string>

namespace cloudling::store {

/// A folder that only this process uses, held by a lock on the file cloudling.lock in it, which names our pid.
/// The lock ends with the process, however that ends.
class Folder {
 public:
  /// Makes the folder where it is missing. Throws std::runtime_error with a message for the user where it cannot be
  /// made or is in use.
  static std::unique_ptr<Folder> lock(const std::filesystem::path& path);

  /// A new folder under $TMPDIR (or /tmp), removed with this object. Folders that killed processes of this user left
  /// there are removed first.
  static std::unique_ptr<Folder> temporary();

  ~Folder();
  Folder(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  Folder(std::filesystem::path path, int lock_file, bool temporary)
      : path_(std::move(path)), lock_file_(lock_file), temporary_(temporary) {}

  std::filesystem::path path_;
  int lock_file_;
  bool temporary_;
};

}  // namespace cloudling::store
