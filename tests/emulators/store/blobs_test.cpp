// Blobs: written in stages, read chunk by chunk, shared by extents, reclaimed when nobody uses or reads them.

#include <fstream>
#include <future>
#include <random>

#include "tests/emulators/store/store_fixture.h"

namespace cloudling::store {
namespace {

using boost::asio::awaitable;

constexpr uint64_t kAll = UINT64_MAX;

std::string random_bytes(size_t size, uint32_t seed = 1) {
  std::mt19937 random(seed);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

class BlobsTest : public StoreFixture {
 protected:
  Blobs& blobs() { return store().blobs(); }

  static awaitable<void> write_all(BlobWriter& writer, std::string_view bytes, size_t piece) {
    while (!bytes.empty()) {
      std::string_view now = bytes.substr(0, piece);
      co_await writer.write(now);
      bytes.remove_prefix(now.size());
    }
    co_await writer.finish();
  }

  std::unique_ptr<BlobWriter> staged(const std::string& bytes, size_t piece = 100'000) {
    auto writer = blobs().stage();
    run(write_all(*writer, bytes, piece));
    return writer;
  }

  ContentId published(const std::string& bytes) {
    auto writer = staged(bytes);
    return store().write_blocking([&](WriteTransaction& tx) { return blobs().publish(tx, *writer); });
  }

  std::unique_ptr<aws::BodyReader> open(ContentId content, uint64_t offset = 0, uint64_t length = kAll) {
    return store().read_blocking([&](ReadTransaction& tx) { return blobs().open(tx, content, offset, length); });
  }

  static awaitable<std::string> read_all(aws::BodyReader& reader) {
    std::string all;
    while (true) {
      std::string piece = co_await reader.next();
      if (piece.empty()) break;
      EXPECT_LE(piece.size(), 256u << 10);
      all += piece;
    }
    std::string after_the_end = co_await reader.next();
    EXPECT_EQ(after_the_end, "");
    co_return all;
  }

  std::string read(ContentId content, uint64_t offset = 0, uint64_t length = kAll) {
    auto reader = open(content, offset, length);
    return run(read_all(*reader));
  }

  std::vector<Extent> extents(ContentId content, uint64_t offset = 0, uint64_t length = kAll) {
    return store().read_blocking([&](ReadTransaction& tx) { return blobs().extents(tx, content, offset, length); });
  }

  ContentId compose(const std::vector<Extent>& extents) {
    return store().write_blocking([&](WriteTransaction& tx) { return blobs().compose(tx, extents); });
  }

  void release(ContentId content) {
    store().write_blocking([&](WriteTransaction& tx) { blobs().release(tx, content); });
  }

  int64_t chunks() { return number("SELECT count(*) FROM store_chunks"); }
  bool all_reclaimed() {
    return eventually([&] { return chunks() == 0 && number("SELECT count(*) FROM store_blobs") == 0; });
  }
};

TEST_F(BlobsTest, EverySizeComesBack) {
  constexpr size_t kChunk = 256 << 10, kStage = 1 << 20;
  const std::vector<size_t> sizes = {1, 1000, kChunk - 1, kChunk, kChunk + 1, kStage, kStage + 1, 3'333'333};
  for (size_t size : sizes) {
    std::string bytes = random_bytes(size);
    ContentId content = published(bytes);
    EXPECT_NE(content, 0);
    EXPECT_EQ(read(content), bytes) << size;
  }
}

TEST_F(BlobsTest, NoBytesAreNoContent) {
  EXPECT_EQ(published(""), 0);
  EXPECT_EQ(read(0), "");
  EXPECT_TRUE(extents(0).empty());
  EXPECT_EQ(compose({}), 0);
  release(0);
}

TEST_F(BlobsTest, RangesComeBack) {
  std::string bytes = random_bytes(1'000'000);
  ContentId content = published(bytes);
  std::vector<std::pair<uint64_t, uint64_t>> ranges = {
      {0, 1},         {999'999, 1},   {262'143, 2}, {262'144, 1}, {100, 900'000}, {500'000, 10'000'000},
      {1'000'000, 5}, {5'000'000, 5}, {1, kAll},    {kAll, kAll}, {10, 0}};
  for (auto [offset, length] : ranges) {
    std::string expected = offset < bytes.size() ? bytes.substr(offset, length) : "";
    EXPECT_EQ(read(content, offset, length), expected) << offset << "+" << length;
  }
}

TEST_F(BlobsTest, ComposingCopiesNoBytes) {
  std::string a = random_bytes(600'000, 1), b = random_bytes(700'000, 2);
  ContentId first = published(a), second = published(b);
  BlobId blob_a = extents(first)[0].blob, blob_b = extents(second)[0].blob;
  int64_t before = chunks();
  ContentId both = compose({{blob_a, 0, a.size()}, {blob_b, 0, b.size()}, {blob_a, 7, 0}, {blob_a, 100'000, 300'000}});
  EXPECT_EQ(chunks(), before);
  std::string expected = a + b + a.substr(100'000, 300'000);
  EXPECT_EQ(read(both), expected);
  EXPECT_EQ(read(both, 599'999, 700'002), expected.substr(599'999, 700'002));
  EXPECT_EQ(extents(both, 600'000, 700'000).size(), 1u);
  EXPECT_EQ(extents(both).size(), 3u) << "the empty extent is none";
}

TEST_F(BlobsTest, NeighboursInABlobAreJoined) {
  std::string a = random_bytes(1000);
  BlobId blob = extents(published(a))[0].blob;
  ContentId joined = compose({{blob, 0, 400}, {blob, 400, 600}});
  EXPECT_EQ(extents(joined).size(), 1u);
  EXPECT_EQ(read(joined), a);
}

TEST_F(BlobsTest, ExtentsThatAreNotThereAreRefused) {
  BlobId blob = extents(published(random_bytes(1000)))[0].blob;
  EXPECT_THROW(compose({{blob, 1, 1000}}), std::logic_error);
  EXPECT_THROW(compose({{blob + 100, 0, 1}}), std::logic_error);
}

TEST_F(BlobsTest, TheLastUseThatGoesGivesTheSpaceBack) {
  ContentId original = published(random_bytes(600'000));
  Extent all = extents(original)[0];
  ContentId copy = compose({{all.blob, 0, 10}, {all.blob, 20, 10}});
  release(original);
  EXPECT_EQ(read(copy, 0, 5).size(), 5u);
  EXPECT_EQ(chunks(), 3);
  release(copy);
  EXPECT_TRUE(all_reclaimed());
  EXPECT_EQ(number("SELECT count(*) FROM store_extents"), 0);
}

TEST_F(BlobsTest, AReaderReadsOnWhileItsBlobIsDeleted) {
  std::string bytes = random_bytes(2'000'000);
  ContentId content = published(bytes);
  auto reader = open(content);
  release(content);
  ContentId other = published("something else, reclaimed meanwhile");
  release(other);
  EXPECT_TRUE(eventually([&] { return number("SELECT count(*) FROM store_blobs") == 1; }));
  EXPECT_EQ(run(read_all(*reader)), bytes);
  EXPECT_TRUE(all_reclaimed()) << "the end of the reading is the end of the lease";
}

TEST_F(BlobsTest, AnAbandonedReaderGivesItsLeaseUp) {
  ContentId content = published(random_bytes(2'000'000));
  auto reader = open(content);
  release(content);
  reader.reset();
  EXPECT_TRUE(all_reclaimed());
}

TEST_F(BlobsTest, AReadThatBeganBeforeTheReleaseCanStillOpen) {
  std::string bytes = random_bytes(900'000);
  ContentId content = published(bytes);
  auto reader = store().read_blocking([&](ReadTransaction& tx) {
    tx.connection().number("SELECT count(*) FROM store_extents");  // the view is taken
    std::thread([&] { release(content); }).join();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // time for reclaiming to go wrong
    return blobs().open(tx, content, 0, kAll);
  });
  EXPECT_EQ(run(read_all(*reader)), bytes);
  EXPECT_TRUE(all_reclaimed());
}

TEST_F(BlobsTest, AWriterThatIsDroppedGivesItsSpaceBack) {
  auto writer = staged(random_bytes(3'000'000));
  EXPECT_EQ(chunks(), 12);
  writer.reset();
  EXPECT_TRUE(all_reclaimed());
}

TEST_F(BlobsTest, AFailedPublishLeavesTheWriterItsBlob) {
  std::string bytes = random_bytes(3'000'000);
  auto writer = staged(bytes);
  auto fails = [&](WriteTransaction& tx) {
    blobs().publish(tx, *writer);
    throw std::runtime_error("precondition failed");
  };
  EXPECT_THROW(store().write_blocking(fails), std::runtime_error);
  ContentId content = store().write_blocking([&](WriteTransaction& tx) { return blobs().publish(tx, *writer); });
  writer.reset();
  EXPECT_EQ(read(content), bytes);
  EXPECT_EQ(chunks(), 12);
}

TEST_F(BlobsTest, UnfinishedAndTwicePublishedAreProgrammersErrors) {
  auto unfinished = blobs().stage();
  EXPECT_THROW(store().write_blocking([&](WriteTransaction& tx) { return blobs().publish(tx, *unfinished); }),
               std::logic_error);
  auto writer = staged("abc");
  store().write_blocking([&](WriteTransaction& tx) { return blobs().publish(tx, *writer); });
  EXPECT_THROW(store().write_blocking([&](WriteTransaction& tx) { return blobs().publish(tx, *writer); }),
               std::logic_error);
}

TEST_F(BlobsTest, TheNextStartSweepsTheStage) {
  ContentId kept = published("kept");
  auto writer = staged(random_bytes(2'000'000));
  store_->stop();  // as after a kill, nobody drops the writer while the store can hear it
  writer.reset();
  reopen();
  EXPECT_TRUE(eventually([&] { return chunks() == 1; }));
  EXPECT_EQ(read(kept), "kept");
}

TEST_F(BlobsTest, DeletingGivesPagesBackToTheFileSystem) {
  ContentId kept = published("kept");
  ContentId content = published(random_bytes(48 << 20));
  int64_t before = number("PRAGMA page_count");
  release(content);
  EXPECT_TRUE(eventually([&] { return number("PRAGMA page_count") < before / 2; }));
  EXPECT_EQ(read(kept), "kept");
}

/// Resident memory that the process has ever had, in KiB.
int64_t peak_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) return std::stoll(line.substr(6));
  }
  return 0;
}

TEST_F(BlobsTest, ALargeBlobNeedsLittleMemory) {
  std::string piece = random_bytes(1 << 20);
  auto writer = blobs().stage();
  auto write = [](BlobWriter& out, const std::string& bytes) -> awaitable<void> {
    for (int i = 0; i < 128; ++i) co_await out.write(bytes);
    co_await out.finish();
  };
  auto count = [](aws::BodyReader& reader) -> awaitable<uint64_t> {
    uint64_t bytes = 0;
    while (true) {
      std::string got = co_await reader.next();
      if (got.empty()) co_return bytes;
      bytes += got.size();
    }
  };
  int64_t before = peak_kib();
  run(write(*writer, piece));
  ContentId content = store().write_blocking([&](WriteTransaction& tx) { return blobs().publish(tx, *writer); });
  auto reader = open(content);
  EXPECT_EQ(run(count(*reader)), 128u << 20);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  EXPECT_LT(peak_kib() - before, 40 << 10) << "KiB for 128 MiB written and read";
#else
  static_cast<void>(before);  // sanitizers keep what is freed
#endif
}

TEST_F(BlobsTest, ManyWritersAtOnce) {
  auto one = [this](uint32_t seed) -> awaitable<void> {
    std::string bytes = random_bytes(700'000 + seed * 1000, seed);
    auto writer = blobs().stage();
    co_await write_all(*writer, bytes, 50'000);
    auto publish = [&](WriteTransaction& tx) { return blobs().publish(tx, *writer); };
    ContentId content = co_await store().write(std::move(publish));
    auto open = [&](ReadTransaction& tx) { return blobs().open(tx, content, 0, kAll); };
    auto reader = co_await store().read(std::move(open));
    std::string back = co_await read_all(*reader);
    EXPECT_EQ(back, bytes);
  };
  store();
  std::vector<std::future<void>> all;
  for (uint32_t i = 0; i < 16; ++i) all.push_back(boost::asio::co_spawn(context_, one(i), boost::asio::use_future));
  for (auto& future : all) future.get();
}

}  // namespace
}  // namespace cloudling::store
