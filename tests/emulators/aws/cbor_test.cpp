// CBOR: every kind of item read, shapes written, hostile bytes refused.

#include "emulators/aws/cbor.h"

#include <gtest/gtest.h>

namespace cloudling::aws {
namespace {

std::string bytes(std::string_view hex) {
  std::string out;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    out.push_back(static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return out;
}

std::string read(std::string_view hex) {
  const auto value = parse_cbor(bytes(hex));
  return value ? json::write(*value) : "malformed";
}

TEST(Cbor, ReadsTheExamplesOfTheRfc) {
  EXPECT_EQ(read("00"), "0");
  EXPECT_EQ(read("1903e8"), "1000");
  EXPECT_EQ(read("1bffffffffffffffff"), "18446744073709551615");
  EXPECT_EQ(read("3903e7"), "-1000");
  EXPECT_EQ(read("f93c00"), "1.0");
  EXPECT_EQ(read("f90001"), "5.960464477539063E-8");
  EXPECT_EQ(read("fa47c35000"), "100000.0");
  EXPECT_EQ(read("fbc010666666666666"), "-4.1");
  EXPECT_EQ(read("f4"), "false");
  EXPECT_EQ(read("f6"), "null");
  EXPECT_EQ(read("c1fb41d452d9e20b6000"), read("fb41d452d9e20b6000"));
  EXPECT_EQ(read("4401020304"), "\"AQIDBA==\"");
  EXPECT_EQ(read("6449455446"), "\"IETF\"");
  EXPECT_EQ(read("83010203"), "[1,2,3]");
  EXPECT_EQ(read("a26161016162820203"), R"({"a":1,"b":[2,3]})");
  EXPECT_EQ(read("bf61610161629f0203ffff"), R"({"a":1,"b":[2,3]})");
  EXPECT_EQ(read("7f657374726561646d696e67ff"), "\"streaming\"");
}

TEST(Cbor, RefusesWhatIsMalformed) {
  for (const char* hex : {"", "18", "64494554", "83010", "a101", "a10102", "9f01", "ff", "1c", "0000", "62c328",
                          "7f01ff", "f8ff", "9bffffffffffffffff", "bbffffffffffffffff", "5bffffffffffffffff"}) {
    EXPECT_EQ(read(hex), "malformed") << hex;
  }
  EXPECT_FALSE(parse_cbor(std::string(10'000'000, '\x81')));
  EXPECT_FALSE(parse_cbor(std::string(10'000'000, '\xc1')));
}

TEST(Cbor, WritesWhatItReads) {
  const auto value = parse_cbor(bytes("a461611903e861623903e76163fbc01066666666666661646449455446"));
  ASSERT_TRUE(value);
  EXPECT_EQ(parse_cbor(write_cbor(*value)), value);
}

}  // namespace
}  // namespace cloudling::aws
