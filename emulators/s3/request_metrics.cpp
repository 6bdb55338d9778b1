#include "emulators/s3/request_metrics.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>

#include "emulators/aws/encoding.h"
#include "emulators/aws/identify.h"
#include "emulators/s3/configurations.h"
#include "emulators/s3/s3_store_metrics.h"
#include "emulators/s3/select_stream.h"
#include "emulators/s3/tags.h"

namespace cloudling::s3 {

using Clock = std::chrono::steady_clock;

struct RequestMetrics::Request {
  std::string account, region, bucket;
  std::vector<std::string> filters;  ///< ids of the configurations that take it
  const char* kind = nullptr;        ///< the metric that counts its like; nullptr for none but AllRequests
  bool head = false;
  uint64_t uploaded = 0;
  std::optional<uint64_t> scanned, returned;  ///< bytes, of SelectObjectContent
  int status = 0;
  Clock::time_point began = Clock::now(), answered;
};

namespace {

double milliseconds(Clock::duration time) { return std::chrono::duration<double, std::milli>(time).count(); }

bool is_listing(const aws::Query& query) {
  constexpr std::array kNames = {"list-type", "prefix",  "delimiter",          "marker", "max-keys",     "start-after",
                                 "versions",  "uploads", "continuation-token", "x-id",   "encoding-type"};
  return query.empty() || std::ranges::any_of(kNames, [&](const char* name) { return aws::find(query, name); });
}

const char* kind_of(const aws::HttpRequest& request, bool of_object) {
  const aws::Query query = request.query();
  if (request.method == "HEAD") return "HeadRequests";
  if (request.method == "GET" && !of_object) return is_listing(query) ? "ListRequests" : nullptr;
  if (request.method == "GET") return "GetRequests";
  if (request.method == "PUT") return of_object ? "PutRequests" : nullptr;
  if (request.method == "DELETE") return of_object ? "DeleteRequests" : nullptr;
  if (request.method != "POST" || aws::find(query, "delete")) return nullptr;
  return aws::find(query, "select") ? "SelectRequests" : "PostRequests";
}

uint64_t uploaded_by(const aws::HttpRequest& request) {
  const std::string_view decoded = request.headers.get("x-amz-decoded-content-length");
  const std::string_view text = decoded.empty() ? request.headers.get("Content-Length") : decoded;
  return static_cast<uint64_t>(std::max<int64_t>(aws::parse_integer(text).value_or(0), 0));
}

bool asks_tags(const MetricsConfiguration& configuration) {
  const auto& filter = configuration.filter;
  return filter && (filter->tag || (filter->and_ && filter->and_->tags));
}

/// `key` is "" for requests on the bucket itself, which filters don't take.
bool takes(const MetricsConfiguration& configuration, const std::string& key, const std::vector<Tag>& tags) {
  if (!configuration.filter) return true;
  const MetricsFilter& filter = *configuration.filter;
  const MetricsAndOperator all = filter.and_.value_or(MetricsAndOperator());
  if (key.empty() || filter.access_point_arn || all.access_point_arn) return false;
  std::vector<Tag> wanted = all.tags.value_or(std::vector<Tag>());
  if (filter.tag) wanted.push_back(*filter.tag);
  const auto has = [&](const Tag& tag) {
    return std::ranges::any_of(tags, [&](const Tag& own) { return own.key == tag.key && own.value == tag.value; });
  };
  return key.starts_with(filter.prefix.value_or("")) && key.starts_with(all.prefix.value_or("")) &&
         std::ranges::all_of(wanted, has);
}

/// A body that says how much of it was read when nobody reads it any more, and what it is.
class CountedBody : public aws::BodyReader {
 public:
  using Done = std::function<void(uint64_t bytes, const aws::BodyReader& body)>;

  CountedBody(std::unique_ptr<aws::BodyReader> inner, Done done) : inner_(std::move(inner)), done_(std::move(done)) {}
  ~CountedBody() override { done_(bytes_, *inner_); }

  boost::asio::awaitable<std::string> next() override {
    auto chunk = co_await inner_->next();
    bytes_ += chunk.size();
    co_return chunk;
  }
  const aws::Headers* trailers() const override { return inner_->trailers(); }

 private:
  std::unique_ptr<aws::BodyReader> inner_;
  Done done_;
  uint64_t bytes_ = 0;
};

}  // namespace

std::shared_ptr<RequestMetrics::Request> RequestMetrics::begin(const aws::HttpRequest& request) {
  const auto buckets = measured_buckets();
  if (buckets->empty()) return nullptr;
  const auto segments = aws::s3_segments(request);
  const auto bucket = segments.empty() ? buckets->end() : buckets->find(segments[0]);
  if (bucket == buckets->end()) return nullptr;
  const auto& [name, measured] = *bucket;
  const std::string key = segments.size() > 1 ? segments[1] : "";
  const bool by_tags = !key.empty() && std::ranges::any_of(measured.configurations, asks_tags);
  const auto tags = by_tags ? stored_tags(tags_of(request, measured, key)) : std::vector<Tag>();
  auto taken = std::make_shared<Request>();
  for (const auto& configuration : measured.configurations)
    if (takes(configuration, key, tags)) taken->filters.push_back(configuration.id);
  if (taken->filters.empty()) return nullptr;
  taken->account = measured.account;
  taken->region = measured.region;
  taken->bucket = name;
  taken->kind = kind_of(request, !key.empty());
  taken->head = request.method == "HEAD";
  taken->uploaded = uploaded_by(request);
  return taken;
}

void RequestMetrics::end(std::shared_ptr<Request> request, aws::HttpResponse& response) {
  request->answered = Clock::now();
  request->status = response.status;
  if (!response.body.streamed()) return tell(*request, response.body.bytes().size());
  const auto size = response.body.size();
  auto done = [this, request = std::move(request)](uint64_t bytes, const aws::BodyReader& body) {
    if (const auto* select = dynamic_cast<const SelectStream*>(&body)) {
      request->scanned = select->bytes_scanned();
      request->returned = select->bytes_returned();
    }
    tell(*request, bytes);
  };
  response.body = aws::Body(std::make_unique<CountedBody>(response.body.take_reader(), std::move(done)), size);
}

/// All of them are read anew when any configuration has changed.
std::shared_ptr<const RequestMetrics::Buckets> RequestMetrics::measured_buckets() {
  const uint64_t changes = configuration_changes(), epoch = store_.epoch();
  const std::lock_guard lock(mutex_);
  if (buckets_ && changes == changes_ && epoch == epoch_) return buckets_;
  auto buckets = std::make_shared<Buckets>();
  store_.read_inline([&](store::ReadTransaction& tx) {
    for (const auto& [bucket, text] : all_configurations(tx, kinds::kMetrics)) {
      Bucket& entry = (*buckets)[bucket.name];
      entry.id = bucket.id;
      entry.account = bucket.account;
      entry.region = bucket.region;
      entry.configurations.push_back(from_text<MetricsConfiguration>(text));
    }
  });
  changes_ = changes;
  epoch_ = epoch;
  buckets_ = std::move(buckets);
  return buckets_;
}

/// As the request gives them, or those of the object as it is before.
std::string RequestMetrics::tags_of(const aws::HttpRequest& request, const Bucket& bucket, const std::string& key) {
  if (request.method == "PUT") return std::string(request.headers.get("x-amz-tagging"));
  return store_.read_inline([&](store::ReadTransaction& tx) {
    const auto version = find_current(tx, bucket.id, key, WithBytes::kNo);
    return version ? version->tags : std::string();
  });
}

void RequestMetrics::tell(const Request& request, uint64_t downloaded) {
  std::vector<Measurement> values;
  for (const auto& filter : request.filters) {
    const auto add = [&](const char* name, double value, const char* unit = "Count") {
      values.push_back({"AWS/S3", name, {{"BucketName", request.bucket}, {"FilterId", filter}}, value, unit});
    };
    add("AllRequests", 1);
    if (request.kind) add(request.kind, 1);
    add("4xxErrors", request.status / 100 == 4 ? 1 : 0);
    add("5xxErrors", request.status / 100 == 5 ? 1 : 0);
    if (request.uploaded > 0) add("BytesUploaded", static_cast<double>(request.uploaded), "Bytes");
    if (downloaded > 0 && !request.head) add("BytesDownloaded", static_cast<double>(downloaded), "Bytes");
    if (request.scanned) add("SelectBytesScanned", static_cast<double>(*request.scanned), "Bytes");
    if (request.returned) add("SelectBytesReturned", static_cast<double>(*request.returned), "Bytes");
    add("FirstByteLatency", milliseconds(request.answered - request.began), "Milliseconds");
    add("TotalRequestLatency", milliseconds(Clock::now() - request.began), "Milliseconds");
  }
  metrics_.record(request.account, request.region, std::move(values));
}

}  // namespace cloudling::s3
