#include "emulators/s3/select/decompress.h"

#include <bzlib.h>
#include <zlib.h>

#include <new>
#include <utility>

#include "emulators/s3/select/errors.h"

namespace cloudling::s3::select {
namespace {

constexpr size_t kPiece = 64u << 10;

/// Members, one behind the other, are one object; what follows the last of them and is none is left.
template <class Format>
class Members : public Decompressor {
 public:
  void feed(std::string bytes) override {
    bytes_ = std::move(bytes);
    format_.stream.next_in = reinterpret_cast<decltype(format_.stream.next_in)>(bytes_.data());
    format_.stream.avail_in = static_cast<unsigned>(bytes_.size());
  }

  std::string take() override {
    std::string piece(kPiece, '\0');
    auto& stream = format_.stream;
    stream.next_out = reinterpret_cast<decltype(stream.next_out)>(piece.data());
    stream.avail_out = kPiece;
    while (stream.avail_out > 0 && !over_) {
      if (member_ended_ && !begin_member()) break;
      const unsigned before = stream.avail_in + stream.avail_out;
      const Step step = format_.step();
      if (step == Step::kBad) throw any_ ? refused("TruncatedInput") : not_applicable();
      any_ = any_ || stream.avail_out < kPiece || step == Step::kEnd;
      member_ended_ = step == Step::kEnd;
      if (step == Step::kMore && before == stream.avail_in + stream.avail_out) break;
    }
    piece.resize(kPiece - stream.avail_out);
    return piece;
  }

  void finish() override {
    if (!over_ && !member_ended_) throw refused("TruncatedInput");
    if (!any_) throw not_applicable();
  }

 private:
  using Step = typename Format::Step;

  bool begin_member() {
    if (format_.stream.avail_in == 0) return false;
    if (any_ && *format_.stream.next_in != Format::kFirstByte) {
      over_ = true;
      return false;
    }
    format_.begin();
    member_ended_ = false;
    return true;
  }

  static aws::Error not_applicable() {
    return {400, "InvalidCompressionFormat",
            std::string(Format::kName) +
                " is not applicable to the queried object. Please correct the request and try again."};
  }

  std::string bytes_;
  Format format_;
  bool member_ended_ = true;  ///< or none has begun
  bool any_ = false;          ///< something was decompressed
  bool over_ = false;
};

enum class StreamStep : uint8_t { kMore, kEnd, kBad };

struct Gzip {
  using Step = StreamStep;
  static constexpr const char* kName = "GZIP";
  static constexpr unsigned char kFirstByte = 0x1f;

  Gzip() {
    constexpr int kGzipWindow = 15 + 16;
    if (inflateInit2(&stream, kGzipWindow) != Z_OK) throw std::bad_alloc();
  }
  ~Gzip() { inflateEnd(&stream); }
  Gzip(const Gzip&) = delete;

  void begin() { inflateReset(&stream); }
  Step step() {
    const int result = inflate(&stream, Z_NO_FLUSH);
    if (result == Z_STREAM_END) return Step::kEnd;
    return result == Z_OK || result == Z_BUF_ERROR ? Step::kMore : Step::kBad;
  }

  z_stream stream{};
};

struct Bzip2 {
  using Step = StreamStep;
  static constexpr const char* kName = "BZIP2";
  static constexpr char kFirstByte = 'B';

  ~Bzip2() {
    if (begun_) BZ2_bzDecompressEnd(&stream);
  }
  Bzip2() = default;
  Bzip2(const Bzip2&) = delete;

  void begin() {
    if (begun_) BZ2_bzDecompressEnd(&stream);
    begun_ = BZ2_bzDecompressInit(&stream, 0, 0) == BZ_OK;
    if (!begun_) throw std::bad_alloc();
  }
  Step step() {
    const int result = BZ2_bzDecompress(&stream);
    if (result == BZ_STREAM_END) return Step::kEnd;
    return result == BZ_OK ? Step::kMore : Step::kBad;
  }

  bz_stream stream{};

 private:
  bool begun_ = false;
};

}  // namespace

std::unique_ptr<Decompressor> make_decompressor(Compression compression) {
  if (compression == Compression::kGzip) return std::make_unique<Members<Gzip>>();
  if (compression == Compression::kBzip2) return std::make_unique<Members<Bzip2>>();
  return nullptr;
}

}  // namespace cloudling::s3::select
