#include "emulators/lambda/code.h"

#include <zip.h>

#include <memory>
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

}  // namespace cloudling::lambda
