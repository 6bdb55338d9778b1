#include "emulators/s3/configurations.h"

#include <algorithm>

#include "emulators/aws/validation.h"
#include "emulators/s3/configuration_kinds.h"
#include "emulators/s3/listing_tokens.h"
#include "emulators/s3/s3.h"
#include "emulators/service.h"

namespace cloudling::s3 {
namespace {

constexpr int64_t kPage = 100;       ///< configurations a page of a list
constexpr size_t kMostNamed = 1000;  ///< of a kind and bucket

aws::Error no_such_configuration() {
  return aws::Error(404, "NoSuchConfiguration", "The specified configuration does not exist.");
}

/// Stateless: the operations that all kinds share.
struct Configurations {
  using Context = aws::CallContext;
  using Read = store::ReadTransaction;
  using Write = store::WriteTransaction;

  template <class T>
  T get(const Context& context, Read& tx, const BucketInput& in) {
    const BucketRow bucket = require_bucket(tx, in.target, Ask{context, Kind<T>::kGet});
    auto kept = configuration_of<T>(tx, bucket, Kind<T>::kName);
    return kept ? *std::move(kept) : Kind<T>::unset(bucket);
  }

  template <class T>
  ConfigurationOutput<T> get_member(const Context& context, Read& tx, const BucketInput& in) {
    return {get<T>(context, tx, in)};
  }

  template <class T>
  aws::Nothing put(const Context& context, Write& tx, const PutConfigurationInput<T>& in) {
    const BucketRow bucket = require_bucket(tx, in.target, Ask{context, Kind<T>::kPut});
    require_schema(in.configuration);
    Kind<T>::check(tx, bucket, in.configuration);
    put_configuration(tx, bucket.id, Kind<T>::kName, "", to_text(in.configuration));
    return {};
  }

  template <class T>
  aws::Nothing remove(const Context& context, Write& tx, const BucketInput& in) {
    const BucketRow bucket = require_bucket(tx, in.target, Ask{context, Kind<T>::kPut});
    delete_configuration(tx, bucket.id, Kind<T>::kName);
    return {};
  }

  template <class T>
  ConfigurationOutput<T> get_named(const Context& context, Read& tx, const ConfigurationIdInput& in) {
    const BucketRow bucket = require_bucket(tx, in.target, Ask{context, Kind<T>::kGet});
    auto kept = configuration_of<T>(tx, bucket, Kind<T>::kName, in.id);
    if (!kept) throw no_such_configuration();
    return {*std::move(kept)};
  }

  template <class T>
  aws::Nothing put_named(const Context& context, Write& tx, const PutNamedConfigurationInput<T>& in) {
    const BucketRow bucket = require_bucket(tx, in.target, Ask{context, Kind<T>::kPut});
    require_schema(in.configuration);
    if (in.id != in.configuration.id)
      throw invalid_argument("The Id in the request does not match the Id in the configuration", "id", in.id);
    const bool there = find_configuration(tx, bucket.id, Kind<T>::kName, in.id).has_value();
    if (!there && list_configurations(tx, bucket.id, Kind<T>::kName, "", kMostNamed).size() == kMostNamed)
      throw aws::Error(400, "TooManyConfigurations",
                       "You are attempting to create a new configuration but have already reached the "
                       "1,000-configuration limit.");
    put_configuration(tx, bucket.id, Kind<T>::kName, in.id, to_text(in.configuration));
    return {};
  }

  template <class T>
  aws::Nothing remove_named(const Context& context, Write& tx, const ConfigurationIdInput& in) {
    const BucketRow bucket = require_bucket(tx, in.target, Ask{context, Kind<T>::kPut});
    if (!delete_configuration(tx, bucket.id, Kind<T>::kName, in.id)) throw no_such_configuration();
    return {};
  }

  template <class T>
  ListConfigurationsOutput<T> list_named(const Context& context, Read& tx, const ListConfigurationsInput& in) {
    const BucketRow bucket = require_bucket(tx, in.target, Ask{context, Kind<T>::kGet});
    const std::string bound = std::to_string(bucket.id);
    ListConfigurationsOutput<T> output;
    output.continuation_token = in.continuation_token;
    const std::string after = in.continuation_token ? open_token(Kind<T>::kName, bound, *in.continuation_token) : "";
    for (const auto& text : list_configurations(tx, bucket.id, Kind<T>::kName, after, kPage + 1)) {
      if (static_cast<int64_t>(output.list.size()) == kPage) {
        output.truncated = true;
        output.next_continuation_token = seal_token(Kind<T>::kName, bound, output.list.back().id);
        break;
      }
      output.list.push_back(from_text<T>(text));
    }
    return output;
  }
};

template <class T>
void register_named(Registrar<Configurations>& registrar) {
  using C = Configurations;
  const std::string name = std::string("Bucket") + Kind<T>::kMember;
  registrar.read<&C::get_named<T>>("Get" + name)
      .template write<&C::put_named<T>>("Put" + name)
      .template write<&C::remove_named<T>>("Delete" + name)
      .template read<&C::list_named<T>>("List" + name + "s");
}

}  // namespace

void register_configurations(aws::Registry& registry, store::Store& store) {
  using C = Configurations;
  static Configurations configurations;
  Registrar<C> registrar(registry, store, "s3", configurations);
  registrar.read<&C::get<CORSConfiguration>>("GetBucketCors")
      .write<&C::put<CORSConfiguration>>("PutBucketCors")
      .write<&C::remove<CORSConfiguration>>("DeleteBucketCors")
      .read<&C::get<WebsiteConfiguration>>("GetBucketWebsite")
      .write<&C::put<WebsiteConfiguration>>("PutBucketWebsite")
      .write<&C::remove<WebsiteConfiguration>>("DeleteBucketWebsite")
      .read<&C::get<BucketLoggingStatus>>("GetBucketLogging")
      .write<&C::put<BucketLoggingStatus>>("PutBucketLogging")
      .read<&C::get<AccelerateConfiguration>>("GetBucketAccelerateConfiguration")
      .write<&C::put<AccelerateConfiguration>>("PutBucketAccelerateConfiguration")
      .read<&C::get<RequestPaymentConfiguration>>("GetBucketRequestPayment")
      .write<&C::put<RequestPaymentConfiguration>>("PutBucketRequestPayment")
      .read<&C::get_member<ReplicationConfiguration>>("GetBucketReplication")
      .write<&C::put<ReplicationConfiguration>>("PutBucketReplication")
      .write<&C::remove<ReplicationConfiguration>>("DeleteBucketReplication");
  register_named<InventoryConfiguration>(registrar);
  register_named<AnalyticsConfiguration>(registrar);
  register_named<MetricsConfiguration>(registrar);
  register_named<IntelligentTieringConfiguration>(registrar);
}

void require_schema(const aws::AnyShape& shape) {
  if (!aws::find_violations(shape).empty()) throw malformed_xml();
}

const aws::Structure& BucketInput::shape() {
  static const aws::Structure shape{"BucketRequest", bucket_target<&BucketInput::target>()};
  return shape;
}

const aws::Structure& ConfigurationIdInput::shape() {
  using T = ConfigurationIdInput;
  static const aws::Structure shape{
      "ConfigurationRequest", fields(bucket_target<&T::target>(), aws::field<&T::id>("Id").in_query("id").required())};
  return shape;
}

const aws::Structure& ListConfigurationsInput::shape() {
  using T = ListConfigurationsInput;
  static const aws::Structure shape{
      "ListConfigurationsRequest",
      fields(bucket_target<&T::target>(),
             aws::field<&T::continuation_token>("ContinuationToken").in_query("continuation-token"))};
  return shape;
}

}  // namespace cloudling::s3
