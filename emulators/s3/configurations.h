#pragma once

// Configurations of buckets that are kept as they were put: one table says for each what it is called, which actions
// it takes, what is answered where there is none, and how it is checked. Three operations serve them all.

#include <string>

#include "asl/json/json.h"
#include "emulators/aws/error.h"
#include "emulators/aws/json_codec.h"
#include "emulators/aws/operation.h"
#include "emulators/s3/access.h"
#include "emulators/s3/errors.h"
#include "emulators/s3/s3_store.h"

namespace cloudling::s3 {

/// The stored form of a shape: JSON under AWS's names.
template <class T>
std::string to_text(const T& value) {
  return json::write(aws::encode_json(T::shape(), &value, aws::JsonForm::kDocument));
}

template <class T>
T from_text(const std::string& text) {
  T value;
  aws::MissingPaths missing;
  aws::decode_json(json::parse(text).value_or(json::Value::object()), T::shape(), &value, aws::JsonForm::kDocument, "",
                   missing);
  return value;
}

/// Throws MalformedXML (400) for values that the field list does not allow; AWS's S3 says no more of them.
void require_schema(const aws::AnyShape& shape);
template <class T>
void require_schema(const T& value) {
  require_schema(aws::AnyShape::of(value));
}

/// A bucket's configuration of a kind that is kept as one text; nothing where there is none.
template <class T>
std::optional<T> configuration_of(store::ReadTransaction& tx, const BucketRow& bucket, const char* kind,
                                  const std::string& id = "") {
  auto text = find_configuration(tx, bucket.id, kind, id);
  if (!text) return std::nullopt;
  return from_text<T>(*text);
}

namespace kinds {
inline constexpr const char* kAccelerate = "accelerate";
inline constexpr const char* kCors = "cors";
inline constexpr const char* kLifecycle = "lifecycle";
inline constexpr const char* kLogging = "logging";
inline constexpr const char* kReplication = "replication";
inline constexpr const char* kRequestPayment = "requestPayment";
inline constexpr const char* kWebsite = "website";
inline constexpr const char* kInventory = "inventory";
inline constexpr const char* kAnalytics = "analytics";
inline constexpr const char* kMetrics = "metrics";
inline constexpr const char* kIntelligentTiering = "intelligent-tiering";
}  // namespace kinds

/// Input of every operation that has a bucket and nothing else.
struct BucketInput {
  BucketTarget target;
  static const aws::Structure& shape();
};

/// Input of the operations on one of several configurations of a kind.
struct ConfigurationIdInput {
  BucketTarget target;
  std::string id;
  static const aws::Structure& shape();
};

struct ListConfigurationsInput {
  BucketTarget target;
  std::optional<std::string> continuation_token;
  static const aws::Structure& shape();
};

/// What a service says of a configuration T: specialised in configuration_kinds.h.
template <class T>
struct Kind;

/// Input of a put: the configuration is the payload.
template <class T>
struct PutConfigurationInput {
  BucketTarget target;
  T configuration;
  static const aws::Structure& shape() {
    using Input = PutConfigurationInput;
    static const aws::Structure shape{
        std::string("Put") + Kind<T>::kMember + "Request",
        fields(bucket_target<&Input::target>(),
               aws::field<&Input::configuration>(Kind<T>::kMember).as_payload().required())};
    return shape;
  }
};

/// The same with an id beside it.
template <class T>
struct PutNamedConfigurationInput {
  BucketTarget target;
  std::string id;
  T configuration;
  static const aws::Structure& shape() {
    using Input = PutNamedConfigurationInput;
    static const aws::Structure shape{
        std::string("Put") + Kind<T>::kMember + "Request",
        fields(bucket_target<&Input::target>(), aws::field<&Input::id>("Id").in_query("id").required(),
               aws::field<&Input::configuration>(Kind<T>::kMember).as_payload().required())};
    return shape;
  }
};

/// Answer of a get whose configuration is a member of the output.
template <class T>
struct ConfigurationOutput {
  T configuration;
  static const aws::Structure& shape() {
    static const aws::Structure shape{std::string("Get") + Kind<T>::kMember + "Output",
                                      {aws::field<&ConfigurationOutput::configuration>(Kind<T>::kMember).as_payload()}};
    return shape;
  }
};

template <class T>
struct ListConfigurationsOutput {
  bool truncated = false;
  std::optional<std::string> continuation_token, next_continuation_token;
  std::vector<T> list;
  static const aws::Structure& shape() {
    using Output = ListConfigurationsOutput;
    const std::string member = Kind<T>::kMember;
    static const aws::Structure shape{
        "List" + member + "sResult",
        {aws::field<&Output::list>(member + "List").on_wire(member).flattened(),
         aws::field<&Output::truncated>("IsTruncated"), aws::field<&Output::continuation_token>("ContinuationToken"),
         aws::field<&Output::next_continuation_token>("NextContinuationToken")},
        kXmlNamespace};
    return shape;
  }
};

}  // namespace cloudling::s3
