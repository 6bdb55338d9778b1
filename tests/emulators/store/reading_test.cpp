// Reads: one view of the database each, on the pool or on the calling thread; and the gate that knows them.

#include <atomic>
#include <future>

#include "emulators/store/read_gate.h"
#include "tests/emulators/store/store_fixture.h"

namespace cloudling::store {
namespace {

class ReadingTest : public StoreFixture {};

TEST_F(ReadingTest, AReadSeesOneStateThroughout) {
  add("before");
  auto [first, second] = store().read_blocking([&](ReadTransaction& tx) {
    auto count = [&] { return tx.connection().number("SELECT count(*) FROM notes"); };
    int64_t at_first = count();
    std::promise<void> written;
    std::thread([&] { add("meanwhile"), written.set_value(); }).join();
    return std::pair(at_first, count());
  });
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 1);
  EXPECT_EQ(notes().size(), 2u);
}

TEST_F(ReadingTest, AnInlineReadWithinAnotherJoinsIt) {
  add("a");
  int64_t inner = store().read_inline([&](ReadTransaction& outer) {
    outer.connection().number("SELECT count(*) FROM notes");
    std::thread([&] { add("meanwhile"); }).join();
    return store().read_inline(
        [](ReadTransaction& tx) { return tx.connection().number("SELECT count(*) FROM notes"); });
  });
  EXPECT_EQ(inner, 1);
}

TEST_F(ReadingTest, WhatThrowsInAReadReachesTheCaller) {
  EXPECT_THROW(store().read_blocking([](ReadTransaction&) { throw std::range_error("x"); }), std::range_error);
  EXPECT_THROW(store().read_inline([](ReadTransaction&) -> int { throw std::range_error("x"); }), std::range_error);
  EXPECT_EQ(notes(), Texts{}) << "and the connections go on";
  EXPECT_EQ(store().read_inline([](ReadTransaction&) { return 7; }), 7);
  bool called = false;
  store().read_inline([&](ReadTransaction&) { called = true; });
  EXPECT_TRUE(called);
}

TEST_F(ReadingTest, ManyThreadsReadWhileOneWrites) {
  store();
  std::atomic<bool> done{false};
  std::vector<std::future<int64_t>> readers;
  for (int i = 0; i < 4; ++i) {
    readers.push_back(std::async(std::launch::async, [&] {
      int64_t last = 0;
      while (!done) {
        int64_t now = store().read_inline(
            [](ReadTransaction& tx) { return tx.connection().number("SELECT count(*) FROM notes"); });
        EXPECT_GE(now, last);
        last = now;
      }
      return last;
    }));
  }
  for (int i = 0; i < 200; ++i) add(std::to_string(i));
  done = true;
  for (auto& reader : readers) EXPECT_LE(reader.get(), 200);
}

TEST_F(ReadingTest, ThreadsThatEndLeaveNoConnection) {
  store();
  for (int i = 0; i < 20; ++i) std::thread([&] { store().read_inline([](ReadTransaction&) { return 0; }); }).join();
  store().stop();
  EXPECT_FALSE(std::filesystem::exists((folder_.path / "cloudling.db-wal")));
}

TEST(ReadGateTest, AfterCurrentWaitsForThoseThatRunAndNoOthers) {
  ReadGate gate;
  int called = 0;
  gate.after_current([&] { ++called; });
  EXPECT_EQ(called, 1) << "nobody reads";
  auto older = std::make_unique<ReadGate::Pass>(gate);
  gate.after_current([&] { ++called; });
  auto younger = std::make_unique<ReadGate::Pass>(gate);
  EXPECT_EQ(called, 1);
  older.reset();
  EXPECT_EQ(called, 2);
  gate.after_current([&] { ++called; });
  EXPECT_EQ(called, 2);
  younger.reset();
  EXPECT_EQ(called, 3);
}

TEST(ReadGateTest, AloneIsAlone) {
  ReadGate gate;
  std::atomic<int> reading{0}, alone{0};
  std::atomic<bool> done{false};
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        ReadGate::Pass pass(gate);
        ++reading;
        EXPECT_EQ(alone, 0);
        ReadGate::Pass within(gate);
        --reading;
      }
    });
  }
  for (int i = 0; i < 200; ++i) {
    gate.alone([&] {
      ++alone;
      EXPECT_EQ(reading, 0);
      --alone;
    });
  }
  done = true;
  for (auto& reader : readers) reader.join();
}

}  // namespace
}  // namespace cloudling::store
