#include "emulators/aws/dates.h"

#include <gtest/gtest.h>

namespace cloudling::aws {
namespace {

constexpr TimeMs kTime = 1255369830123;  // 2009-10-12T17:50:30.123Z

TEST(Dates, Format) {
  EXPECT_EQ(format_iso8601(kTime), "2009-10-12T17:50:30.123Z");
  EXPECT_EQ(format_iso8601(0), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(format_iso8601(-1), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(format_iso8601_seconds(kTime), "2009-10-12T17:50:30.123Z");
  EXPECT_EQ(format_iso8601_seconds(kTime - 123), "2009-10-12T17:50:30Z");
  EXPECT_EQ(format_http_date(kTime), "Mon, 12 Oct 2009 17:50:30 GMT");
  EXPECT_EQ(format_amz_date(kTime), "20091012T175030Z");
}

TEST(Dates, ParseIso8601) {
  EXPECT_EQ(parse_iso8601("2009-10-12T17:50:30.123Z"), kTime);
  EXPECT_EQ(parse_iso8601("2009-10-12T17:50:30Z"), kTime - 123);
  EXPECT_EQ(parse_iso8601("2009-10-12T19:50:30.123456+02:00"), kTime);
  EXPECT_EQ(parse_iso8601("2009-10-12T12:20:30.1-0530"), kTime - 23);
  EXPECT_EQ(parse_iso8601("20091012T175030Z"), kTime - 123);
  EXPECT_EQ(parse_iso8601("1970-01-02"), 86400000);
  EXPECT_EQ(parse_iso8601("2016-02-29T00:00:00Z"), 1456704000000);
  for (const char* bad :
       {"", "2009", "2009-13-01", "2009-02-30", "2015-02-29T00:00:00Z", "2009-10-12T17:50:30", "2009-10-12T17:50",
        "2009-10-12T24:00:00Z", "2009-10-12T17:60:30Z", "2009-10-12T17:50:30.Z", "2009-10-12T17:50:30Zx",
        "2009-10-12T17:50:30+24:00", "20091012T175030", "0000-01-01T00:00:00Z", "+009-10-12"}) {
    EXPECT_EQ(parse_iso8601(bad), std::nullopt) << bad;
  }
}

TEST(Dates, ParseHttpDate) {
  EXPECT_EQ(parse_http_date("Mon, 12 Oct 2009 17:50:30 GMT"), kTime - 123);
  EXPECT_EQ(parse_http_date("Mon, 12 Oct 2009 17:50:30 +0000"), kTime - 123);
  EXPECT_EQ(parse_http_date("Monday, 12-Oct-09 17:50:30 GMT"), kTime - 123);
  EXPECT_EQ(parse_http_date("Mon Oct 12 17:50:30 2009"), kTime - 123);
  EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994"), 784111777000);
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT"), 784111777000);
  for (const char* bad :
       {"", "Mon", "Mon, 12 Oct 2009", "Mon, 12 Okt 2009 17:50:30 GMT", "Mon, 32 Oct 2009 17:50:30 GMT",
        "Mon, 12 Oct 2009 17:50:30 GMT+1", "2009-10-12T17:50:30Z", "Mon, "}) {
    EXPECT_EQ(parse_http_date(bad), std::nullopt) << bad;
  }
}

TEST(Dates, ParseEpochSeconds) {
  EXPECT_EQ(parse_epoch_seconds("1255369830.123"), kTime);
  EXPECT_EQ(parse_epoch_seconds("1.2553698301235E9"), kTime + 1);
  EXPECT_EQ(parse_epoch_seconds("-1"), -1000);
  for (const char* bad : {"", "a", "1e300", "nan", "inf", "1 "})
    EXPECT_EQ(parse_epoch_seconds(bad), std::nullopt) << bad;
}

TEST(Dates, ParseAny) {
  EXPECT_EQ(parse_date("1255369830.123"), kTime);
  EXPECT_EQ(parse_date("2009-10-12T17:50:30.123Z"), kTime);
  EXPECT_EQ(parse_date("Mon, 12 Oct 2009 17:50:30 GMT"), kTime - 123);
  EXPECT_EQ(parse_date("yesterday"), std::nullopt);
}

TEST(Dates, RoundTrip) {
  for (TimeMs time = -62135596800000; time < 253402300799999; time += 123456789012) {
    EXPECT_EQ(parse_iso8601(format_iso8601(time)), time);
    const TimeMs seconds = (time - ((time % 1000) + 1000) % 1000);
    EXPECT_EQ(parse_http_date(format_http_date(time)), seconds);
    EXPECT_EQ(parse_iso8601(format_amz_date(time)), seconds);
  }
}

}  // namespace
}  // namespace cloudling::aws
