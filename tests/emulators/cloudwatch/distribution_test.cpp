#include "emulators/cloudwatch/distribution.h"

#include <gtest/gtest.h>

namespace cloudling::cloudwatch {
namespace {

TEST(Distribution, KnowsItsStatistics) {
  Distribution values;
  for (int i = 1; i <= 100; ++i) values.add(i);
  values.add(1000, 2);
  EXPECT_EQ(values.statistic("SampleCount"), 102);
  EXPECT_EQ(values.statistic("Sum"), 7050);
  EXPECT_EQ(values.statistic("Minimum"), 1);
  EXPECT_EQ(values.statistic("Maximum"), 1000);
  EXPECT_EQ(values.statistic("p50"), 51);
  EXPECT_EQ(values.statistic("p99.9"), 1000);
  EXPECT_EQ(values.statistic("p0"), 1);
  EXPECT_FALSE(values.statistic("tm90"));
  EXPECT_FALSE(is_statistic("p101"));
}

TEST(Distribution, RoundsWhereThereAreMany) {
  Distribution values;
  for (int i = 1; i <= 10'000; ++i) values.add(i);
  EXPECT_EQ(values.count(), 10'000);
  EXPECT_NEAR(*values.percentile(90), 9000, 9000 * 0.02);
  EXPECT_LT(values.values_bytes().size(), 16u * 1000);
}

TEST(Distribution, IsStoredWhole) {
  Distribution values;
  values.add(3);
  values.add(-1, 4);
  const Distribution back =
      Distribution::of(values.count(), values.sum(), values.minimum(), values.maximum(), values.values_bytes());
  for (const char* name : {"SampleCount", "Average", "Sum", "Minimum", "Maximum", "p10", "p95"}) {
    EXPECT_EQ(back.statistic(name), values.statistic(name)) << name;
  }
}

TEST(Distribution, HasNoPercentilesOfSets) {
  Distribution values;
  values.add(1);
  values.add_statistics(3, 6, 1, 3);
  EXPECT_EQ(values.statistic("Average"), 7.0 / 4);
  EXPECT_FALSE(values.percentile(50));
}

}  // namespace
}  // namespace cloudling::cloudwatch
