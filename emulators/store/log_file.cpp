#include "emulators/store/log_file.h"

#include <sqlite3.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <string>

#include "emulators/store/connection.h"

namespace cloudling::store {

namespace {

// https://www.sqlite.org/fileformat2.html#walformat
constexpr int kLogHeaderBytes = 32;
constexpr int kFrameHeaderBytes = 24;
constexpr int kFrameBytes = kFrameHeaderBytes + kPageSize;

/// SQLite writes at most 0x1FFFF bytes at once.
constexpr size_t kCollectedBytes = 0x1FFFF / kFrameBytes * kFrameBytes;

/// Where the 4 bytes stand that are 0 in every frame but the last of a transaction.
constexpr int kCommitPlace = 4;

/// The log as one connection writes it. Its frames are collected while they follow each other; everything else goes to
/// the file as it comes.
class LogFile {
 public:
  explicit LogFile(sqlite3_file* file) : file_(file) {}

  sqlite3_file* file() const { return file_; }

  int write(const char* bytes, int size, sqlite3_int64 offset) {
    if (is_page_of_last(size, offset)) {
      page_missing_ = false;
      collected_.append(bytes, static_cast<size_t>(size));
      return commits_ || collected_.size() >= kCollectedBytes ? flush() : SQLITE_OK;
    }
    if (!begins_frame(size, offset)) {
      if (const int code = flush(); code != SQLITE_OK) return code;
      return file_->pMethods->xWrite(file_, bytes, size, offset);
    }
    if (offset != end()) {
      if (const int code = flush(); code != SQLITE_OK) return code;
      begin_ = offset;
    }
    collected_.append(bytes, kFrameHeaderBytes);
    page_missing_ = true;
    commits_ = std::memcmp(bytes + kCommitPlace, "\0\0\0\0", 4) != 0;
    return SQLITE_OK;
  }

  int read(void* bytes, int size, sqlite3_int64 offset) {
    if (const int code = flush(); code != SQLITE_OK) return code;
    last_read_ = offset;
    return file_->pMethods->xRead(file_, bytes, size, offset);
  }

  /// What could not be written is collected no longer: SQLite undoes the transaction.
  int flush() {
    page_missing_ = false;
    if (collected_.empty()) return SQLITE_OK;
    const int code = file_->pMethods->xWrite(file_, collected_.data(), static_cast<int>(collected_.size()), begin_);
    collected_.clear();
    return code;
  }

 private:
  sqlite3_int64 end() const { return begin_ + static_cast<sqlite3_int64>(collected_.size()); }

  bool is_page_of_last(int size, sqlite3_int64 offset) const {
    return page_missing_ && size == kPageSize && offset == end();
  }

  /// A header that is read before it is written stands in the file with its page: its checksum is made anew.
  bool begins_frame(int size, sqlite3_int64 offset) const {
    return size == kFrameHeaderBytes && (offset - kLogHeaderBytes) % kFrameBytes == 0 && offset != last_read_;
  }

  sqlite3_file* file_;
  std::string collected_;
  sqlite3_int64 begin_ = 0;
  sqlite3_int64 last_read_ = -1;
  bool page_missing_ = false;  ///< the last that was collected is a frame's header
  bool commits_ = false;       ///< and that frame ends a transaction
};

/// What SQLite sees of it; the system's own file lies behind it.
struct OpenFile {
  sqlite3_file base;
  LogFile* log;
};

LogFile& log_of(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file)->log; }

/// `operation` of the system's file, once everything is there.
template <typename Operation, typename... Arguments>
int flushed(sqlite3_file* file, Operation operation, Arguments... arguments) {
  LogFile& log = log_of(file);
  const int code = log.flush();
  return code != SQLITE_OK ? code : (log.file()->pMethods->*operation)(log.file(), arguments...);
}

int close(sqlite3_file* file) {
  const std::unique_ptr<LogFile> log(&log_of(file));
  const int flushing = log->flush();
  const int closing = log->file()->pMethods->xClose(log->file());
  return flushing != SQLITE_OK ? flushing : closing;
}

const sqlite3_io_methods kMethods = {
    .iVersion = 1,
    .xClose = close,
    .xRead = [](sqlite3_file* file, void* bytes, int size,
                sqlite3_int64 offset) { return log_of(file).read(bytes, size, offset); },
    .xWrite = [](sqlite3_file* file, const void* bytes, int size,
                 sqlite3_int64 offset) { return log_of(file).write(static_cast<const char*>(bytes), size, offset); },
    .xTruncate = [](sqlite3_file* file,
                    sqlite3_int64 size) { return flushed(file, &sqlite3_io_methods::xTruncate, size); },
    .xSync = [](sqlite3_file* file, int flags) { return flushed(file, &sqlite3_io_methods::xSync, flags); },
    .xFileSize = [](sqlite3_file* file,
                    sqlite3_int64* size) { return flushed(file, &sqlite3_io_methods::xFileSize, size); },
    .xLock = [](sqlite3_file* file, int lock) { return flushed(file, &sqlite3_io_methods::xLock, lock); },
    .xUnlock = [](sqlite3_file* file, int lock) { return flushed(file, &sqlite3_io_methods::xUnlock, lock); },
    .xCheckReservedLock = [](sqlite3_file* file,
                             int* held) { return flushed(file, &sqlite3_io_methods::xCheckReservedLock, held); },
    .xFileControl = [](sqlite3_file* file, int operation,
                       void* about) { return flushed(file, &sqlite3_io_methods::xFileControl, operation, about); },
    .xSectorSize = [](sqlite3_file* file) { return log_of(file).file()->pMethods->xSectorSize(log_of(file).file()); },
    .xDeviceCharacteristics =
        [](sqlite3_file* file) { return log_of(file).file()->pMethods->xDeviceCharacteristics(log_of(file).file()); },
};

/// The system's file stands behind ours in the memory that SQLite gives, or in its place.
int open(sqlite3_vfs* system, sqlite3_filename name, sqlite3_file* file, int flags, int* flags_out) {
  auto* own = static_cast<sqlite3_vfs*>(system->pAppData);
  if (!(flags & SQLITE_OPEN_WAL)) return own->xOpen(own, name, file, flags, flags_out);
  auto* behind = reinterpret_cast<sqlite3_file*>(reinterpret_cast<OpenFile*>(file) + 1);
  file->pMethods = nullptr;
  const int code = own->xOpen(own, name, behind, flags, flags_out);
  if (code != SQLITE_OK) return code;
  reinterpret_cast<OpenFile*>(file)->log = new LogFile(behind);
  file->pMethods = &kMethods;
  return SQLITE_OK;
}

const char* register_once() {
  static sqlite3_vfs system = *sqlite3_vfs_find(nullptr);
  system.pAppData = sqlite3_vfs_find(nullptr);
  system.zName = "collecting";
  system.szOsFile += static_cast<int>(sizeof(OpenFile));
  system.xOpen = open;
  if (sqlite3_vfs_register(&system, 0) != SQLITE_OK) throw std::bad_alloc();
  return system.zName;
}

}  // namespace

const char* collecting_file_system() {
  static const char* const name = register_once();
  return name;
}

}  // namespace cloudling::store
