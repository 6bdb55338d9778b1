#pragma once

// How requests name metrics.

#include <string>

#include "emulators/aws/context.h"
#include "emulators/cloudwatch/metrics_store.h"
#include "emulators/cloudwatch/shapes.h"

namespace cloudling::cloudwatch {

inline MetricPlace place_of(const aws::CallContext& context, const std::string& metric_namespace,
                            const std::string& name, const Dimensions& dimensions) {
  MetricPlace place{.account = context.account,
                    .region = context.region,
                    .metric_namespace = metric_namespace,
                    .name = name,
                    .dimensions = {}};
  for (const Dimension& dimension : dimensions) place.dimensions[dimension.name] = dimension.value;
  return place;
}

}  // namespace cloudling::cloudwatch
