#include "emulators/lambda/code.h"

#include <sys/stat.h>
#include <zip.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <utility>

#include "emulators/aws/encoding.h"
#include "emulators/lambda/errors.h"

namespace cloudling::lambda {

using boost::asio::awaitable;

namespace {

constexpr const char* kNotAZip = "Could not unzip uploaded file. Please check your file, then try to upload again.";

struct CloseArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, CloseArchive>;

/// Opens an archive in memory; the bytes must outlive it.
Archive open_archive(std::string_view bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
  if (source && !archive) zip_source_free(source);
  zip_error_fini(&error);
  return Archive(archive);
}

/// Whether an entry of that name stays inside the folder it is unpacked to.
bool stays_inside(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos) return false;
  for (size_t begin = 0; begin <= name.size();) {
    const size_t slash = name.find('/', begin);
    const size_t end = slash == std::string_view::npos ? name.size() : slash;
    if (name.substr(begin, end - begin) == "..") return false;
    begin = end + 1;
  }
  return true;
}

struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

/// The mode that a Unix archiver noted, or that of a plain file.
mode_t mode_of(zip_t* zip, zip_uint64_t index) {
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  zip_file_get_external_attributes(zip, index, 0, &system, &attributes);
  const mode_t mode = system == ZIP_OPSYS_UNIX ? attributes >> 16 : 0;
  return mode != 0 ? mode : S_IFREG | 0644;
}

std::string read_entry(zip_t* zip, zip_uint64_t index, uint64_t size) {
  const std::unique_ptr<zip_file_t, CloseEntry> entry(zip_fopen_index(zip, index, 0));
  std::string bytes(size, '\0');
  uint64_t at = 0;
  while (entry && at < size) {
    const zip_int64_t length = zip_fread(entry.get(), bytes.data() + at, size - at);
    if (length <= 0) break;
    at += static_cast<uint64_t>(length);
  }
  if (!entry || at != size) throw std::runtime_error("An entry of the archive cannot be read");
  return bytes;
}

/// Depth of the folder of a path below the root; never negative for names that stay inside.
bool link_stays_inside(const std::filesystem::path& name, const std::string& target) {
  if (target.empty() || target.front() == '/') return false;
  const auto reached = (name.parent_path() / target).lexically_normal();
  return reached.empty() || *reached.begin() != "..";
}

void write_entry(const std::filesystem::path& file, const std::string& name, mode_t mode, const std::string& bytes) {
  std::filesystem::create_directories(file.parent_path());
  std::filesystem::remove(file);  // of a layer below
  if (S_ISLNK(mode)) {
    if (!link_stays_inside(name, bytes)) throw std::runtime_error("A link of the archive leads out of it: " + name);
    std::filesystem::create_symlink(bytes, file);
    return;
  }
  std::ofstream out(file, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!out.flush()) throw std::runtime_error("The code cannot be written: " + file.string());
  out.close();
  std::filesystem::permissions(file, static_cast<std::filesystem::perms>((mode & 0777) | 0400));
}

std::string s3_problem(const aws::Error& error) {
  return "Error occurred while GetObject. S3 Error Code: " + error.code + ". S3 Error Message: " + error.message;
}

}  // namespace

void require_valid_zip(std::string_view archive, bool may_be_empty) {
  const Archive zip = archive.empty() ? nullptr : open_archive(archive);
  if (!zip) throw invalid_parameter(kNotAZip);
  const int64_t entries = zip_get_num_entries(zip.get(), 0);
  if (entries == 0 && !may_be_empty) throw invalid_parameter("Uploaded file must be a non-empty zip");
  if (entries > kMaxZipEntries) throw invalid_parameter("The deployment package has too many entries");
  uint64_t unzipped = 0;
  for (int64_t i = 0; i < entries; ++i) {
    zip_stat_t entry;
    if (zip_stat_index(zip.get(), static_cast<zip_uint64_t>(i), 0, &entry) != 0) throw invalid_parameter(kNotAZip);
    if (!stays_inside(entry.name)) throw invalid_parameter(kNotAZip);
    unzipped += entry.size;
    if (entry.size > kMaxUnzipped || unzipped > kMaxUnzipped) {
      throw invalid_parameter("Unzipped size must be smaller than " + std::to_string(kMaxUnzipped) + " bytes");
    }
  }
}

bool carries_signature(std::string_view archive) {
  const Archive zip = archive.empty() ? nullptr : open_archive(archive);
  return zip && zip_name_locate(zip.get(), "META-INF/aws_signer_signature_v1.0.SF", 0) >= 0;
}

/// Links come last, so that no entry is written through one.
void unpack_zip(std::string_view archive, const std::filesystem::path& folder) {
  const Archive zip = open_archive(archive);
  if (!zip) throw std::runtime_error(kNotAZip);
  const auto entries = static_cast<zip_uint64_t>(zip_get_num_entries(zip.get(), 0));
  for (const bool links : {false, true}) {
    for (zip_uint64_t i = 0; i < entries; ++i) {
      zip_stat_t entry;
      if (zip_stat_index(zip.get(), i, 0, &entry) != 0) throw std::runtime_error(kNotAZip);
      const std::string name = entry.name;
      const mode_t mode = mode_of(zip.get(), i);
      if (S_ISLNK(mode) != links) continue;
      if (name.ends_with('/'))
        std::filesystem::create_directories(folder / name);
      else
        write_entry(folder / name, name, mode, read_entry(zip.get(), i, entry.size));
    }
  }
}

awaitable<std::string> fetch_code(aws::Caller& caller, aws::CallContext context, CodeSource source) {
  if (source.zip_file) {
    if (source.zip_file->bytes.size() > kMaxZipUpload)
      throw request_too_large(kMaxZipUpload, "CreateFunction operation");
    co_return std::move(source.zip_file->bytes);
  }
  if (!source.s3_bucket || !source.s3_key) throw invalid_parameter("Please provide a source for function code.");
  json::Value input = json::Value::object();
  input["Bucket"] = *source.s3_bucket;
  input["Key"] = *source.s3_key;
  if (source.s3_object_version) input["VersionId"] = *source.s3_object_version;
  context.calling_service = "lambda.amazonaws.com";
  std::string problem;
  try {
    auto answer = co_await caller.call(std::move(context), "s3", "GetObject", std::move(input), aws::Body());
    std::string archive = co_await answer.body.read_all(kMaxUnzipped);
    co_return archive;
  } catch (const aws::Error& error) {
    problem = s3_problem(error);
  }
  throw invalid_parameter(problem);
}

std::string code_sha256(std::string_view archive) { return aws::base64_encode(aws::sha256(archive)); }

StoredCode code_in_folder(const std::string& path) {
  std::error_code none;
  const bool there = path.starts_with('/') && std::filesystem::is_directory(path, none);
  if (!there)
    throw invalid_parameter("The folder of a hot-reload function must be the absolute path of one that is there: " +
                            path);
  return {.content = 0, .size = 0, .sha256 = code_sha256(path), .folder = path};
}

std::string folder_revision(const std::filesystem::path& folder) {
  constexpr int kMaxFiles = 20'000;
  std::string seen;
  int files = 0;
  std::error_code none;
  std::filesystem::recursive_directory_iterator at(folder, std::filesystem::directory_options::skip_permission_denied,
                                                   none);
  for (; at != std::filesystem::recursive_directory_iterator() && files < kMaxFiles; at.increment(none), ++files) {
    const std::string name = at->path().filename().string();
    if (name == "node_modules" || name == "__pycache__" || name == ".git")
      at.disable_recursion_pending();
    else
      seen += at->path().string() + std::to_string(at->last_write_time(none).time_since_epoch().count());
  }
  return aws::hex_encode(aws::sha256(seen));
}

}  // namespace cloudling::lambda
