#pragma once

// AWS Resource Groups Tagging API, API version 2017-01-26: its operations, one
// member function each. It keeps nothing: services are asked through their own
// operations (sources.h).

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "emulators/aws/caller.h"
#include "emulators/aws/context.h"
#include "emulators/aws/operation.h"
#include "emulators/store/store.h"
#include "emulators/tagging/shapes.h"
#include "emulators/tagging/sources.h"

namespace cloudling::tagging {

class Tagging {
 public:
  explicit Tagging(aws::Caller& caller) : caller_(caller) {}

  boost::asio::awaitable<GetResourcesOutput> get_resources(const aws::CallContext&, GetResourcesInput);
  boost::asio::awaitable<FailedResourcesOutput> tag_resources(const aws::CallContext&, TagResourcesInput);
  boost::asio::awaitable<FailedResourcesOutput> untag_resources(const aws::CallContext&, UntagResourcesInput);
  boost::asio::awaitable<GetTagKeysOutput> get_tag_keys(const aws::CallContext&, GetTagKeysInput);
  boost::asio::awaitable<GetTagValuesOutput> get_tag_values(const aws::CallContext&, GetTagValuesInput);

 private:
  using Resources = std::map<std::string, Tags>;  ///< by ARN

  boost::asio::awaitable<Resources> all(aws::CallContext context, std::vector<std::string> types);
  boost::asio::awaitable<void> add(aws::CallContext context, const Source& source, Resources& into);
  boost::asio::awaitable<Tags> tags_of(aws::CallContext context, const Source& source, std::string arn);
  boost::asio::awaitable<void> change(aws::CallContext context, std::string arn, Tags added,
                                      std::vector<std::string> removed);

  aws::Caller& caller_;
};

/// Adds the operations to the registry, under the service id
/// "resourcegroupstaggingapi".
void register_operations(aws::Registry& registry, store::Store& store, Tagging& service);

}  // namespace cloudling::tagging
