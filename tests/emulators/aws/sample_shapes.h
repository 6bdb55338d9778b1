#pragma once

// Shapes with a member of every kind and place, for the tests of protocols and validation.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/shape.h"

namespace cloudling::aws::test {

struct Label {
  std::string key;
  std::optional<std::string> value;
  static const Structure& shape();
};

/// All in the body: for the JSON and query protocols.
struct Widget {
  std::string name;
  std::optional<int64_t> size;
  std::optional<double> ratio;
  std::optional<bool> on;
  std::optional<Timestamp> made;
  std::optional<Timestamp> shown;
  std::optional<Blob> data;
  std::optional<std::string> kind;
  std::optional<std::string> secret;
  std::optional<std::vector<std::string>> words;
  std::optional<std::vector<Label>> labels;
  std::optional<std::map<std::string, std::string>> notes;
  std::optional<json::Value> extra;
  std::optional<Label> main;
  static const Structure& shape();
};

/// Members everywhere in the request, and a JSON body.
struct RestInput {
  std::string id;
  std::optional<std::vector<std::string>> filters;
  std::optional<int64_t> limit;
  std::optional<bool> dry;
  std::optional<std::string> token;
  std::optional<Timestamp> since;
  std::optional<std::vector<std::string>> parts;
  std::map<std::string, std::string> meta;
  std::optional<std::string> title;
  std::optional<Timestamp> made;
  static const Structure& shape();
};

struct RestOutput {
  std::optional<int64_t> status;
  std::optional<std::string> token;
  std::optional<Timestamp> changed;
  std::optional<std::vector<std::string>> parts;
  std::map<std::string, std::string> meta;
  std::optional<std::string> title;
  std::vector<Label> labels;
  static const Structure& shape();
};

struct BlobMessage {
  std::optional<std::string> id;
  std::optional<Blob> payload;
  static const Structure& shape();
};

struct StreamMessage {
  std::optional<std::string> bucket, key, type;
  std::optional<int64_t> length;
  std::map<std::string, std::string> meta;
  Body body;
  static const Structure& shape();
};

struct Grantee {
  std::optional<std::string> type;
  std::optional<std::string> name;
  static const Structure& shape();
};

struct XmlRules {
  std::vector<Label> rules;          ///< flat, as <Rule>
  std::vector<std::string> methods;  ///< wrapped, items <Method>
  std::optional<Grantee> grantee;
  std::optional<Timestamp> until;
  std::optional<int64_t> days;
  std::optional<bool> on;
  static const Structure& shape();
};

struct XmlInput {
  std::string bucket;
  std::optional<std::string> version;
  std::optional<int64_t> max_keys;
  std::optional<Timestamp> since, own_since;
  std::optional<XmlRules> rules;
  static const Structure& shape();
};

struct XmlOutput {
  std::optional<std::string> etag;
  std::optional<Timestamp> changed;
  std::vector<Label> rules;
  std::vector<std::string> methods;
  std::optional<Grantee> grantee;
  std::string prefix;
  static const Structure& shape();
};

/// Flat containers that are called otherwise in forms and XML than in JSON, as SQS's.
struct NamedItems {
  std::optional<std::vector<std::string>> words;
  std::optional<std::map<std::string, std::string>> notes;
  std::optional<std::map<std::string, Label>> labels;
  static const Structure& shape();
};

struct LocationOutput {
  std::optional<std::string> constraint;
  static const Structure& shape();
};

}  // namespace cloudling::aws::test
