#include "emulators/s3/encryption.h"
#include "emulators/s3/restore.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/select_stream.h"

namespace cloudling::s3 {
namespace {

void require_selectable(const VersionRow& version, int64_t now_ms) {
  const auto& storage = version.properties.storage_class;
  if (!is_readable(version, now_ms))
    throw aws::Error(403, "InvalidObjectState", "The operation is not valid for the object's storage class")
        .with("StorageClass", storage.value_or("STANDARD"));
  if (storage == "REDUCED_REDUNDANCY") throw select::refused("UnsupportedStorageClass");
}

aws::Body bytes_of(store::Blobs& blobs, store::ReadTransaction& tx, const VersionRow& version, const ByteRange& range,
                   const std::optional<CustomerKey>& key) {
  if (version.content == 0) return {version.bytes.substr(range.offset, range.length)};
  return {open_content(blobs, tx, version, range.offset, range.length, key), range.length};
}

}  // namespace

boost::asio::awaitable<SelectObjectContentOutput> S3::select_object_content(const Context& context,
                                                                            SelectObjectContentInput in) {
  if (anonymous(context))
    throw aws::Error(401, "UnauthorizedAccess", "You are not authorized to perform this operation.");
  SelectRequest request = select_request(in);
  select::RecordRange records;
  SelectStream::Source source;
  auto open = [&](Read& tx) {
    const Located at = locate(tx, in.target, std::nullopt, WithBytes::kYes, Ask{context, actions::kGetObject});
    const auto encryption = ObjectEncryption::from_text(at.version.control.encryption);
    const auto key = required_key(customer_key_of(in.encryption), encryption);
    require_selectable(at.version, clock_.now());
    const auto size = static_cast<uint64_t>(at.version.size);
    const SelectRange range = select_range(in.range, request.input, size);
    records = range.records;
    source.object = bytes_of(store_.blobs(), tx, at.version, range.bytes, key);
    const bool header_apart = records.within_record && request.input.csv.header == select::HeaderInfo::kUse;
    if (header_apart) source.header = bytes_of(store_.blobs(), tx, at.version, {0, size}, key);
  };
  store_.read_inline(open);
  auto stream = std::make_unique<SelectStream>(std::move(request), records, std::move(source), clock_.now());
  co_await stream->begin();
  SelectObjectContentOutput output;
  output.events = aws::Body(std::move(stream), std::nullopt);
  co_return output;
}

}  // namespace cloudling::s3
