// Runs of lifecycle rules: at every midnight of the process's clock, a durable job for each bucket that has rules.

#include "emulators/s3/lifecycle.h"
#include "emulators/s3/s3.h"
#include "emulators/s3/versions.h"
#include "emulators/store/jobs.h"

namespace cloudling::s3 {
namespace {

constexpr size_t kPage = 500;  ///< actions in one transaction

void due_uploads(store::ReadTransaction& tx, const BucketRow& bucket, const std::vector<LifecycleRule>& rules,
                 int64_t now_ms, std::vector<LifecycleAction>& actions) {
  scan_uploads(tx, bucket.id, "", [&](const UploadRow& upload) {
    for (const auto& rule : rules) {
      const auto& abort = rule.abort_incomplete_multipart_upload;
      if (!abort || !applies(rule, upload.key, "", 0)) continue;
      if (midnight_after(upload.initiated_ms, abort->days_after_initiation.value_or(0)) > now_ms) continue;
      actions.push_back({LifecycleAction::Kind::kAbortUpload, upload.key, upload.upload_id, ""});
      break;
    }
    return actions.size() < kPage;
  });
}

}  // namespace

LifecyclePage S3::due_page(Read& tx, const std::string& name, const LifecyclePage& after) {
  LifecyclePage page{.from = after.from, .more = false, .uploads_done = true};
  const auto bucket = find_bucket(tx, name);
  if (!bucket || !bucket->has_lifecycle) return page;
  const auto configuration = configuration_of<BucketLifecycleConfiguration>(tx, *bucket, kinds::kLifecycle)
                                 .value_or(BucketLifecycleConfiguration());
  const int64_t now = clock_.now();
  if (!after.uploads_done) due_uploads(tx, *bucket, configuration.rules, now, page.actions);
  std::vector<ListedVersion> versions;
  const auto flush = [&] {
    due_actions(configuration, versions, now, page.actions);
    versions.clear();
  };
  scan_versions(tx, bucket->id, page.from, [&](ListedVersion version) {
    if (!versions.empty() && versions.front().key != version.key) flush();
    if (page.actions.size() >= kPage) {
      page.from = version.key;
      page.more = true;
      return false;
    }
    versions.push_back(std::move(version));
    return true;
  });
  if (!page.more) flush();
  return page;
}

void S3::apply(Write& tx, const BucketRow& bucket, const LifecycleAction& action) {
  const aws::CallContext context = notification_context(bucket);
  if (action.kind == LifecycleAction::Kind::kAbortUpload) {
    auto upload = find_upload(tx, bucket.id, action.key, action.version_id);
    if (upload) delete_upload(tx, store_.blobs(), upload->id);
    return;
  }
  const auto version = find_version(tx, bucket.id, action.key, action.version_id, WithBytes::kNo);
  if (!version) return;
  if (action.kind == LifecycleAction::Kind::kTransition) {
    set_version_storage_class(tx, version->id, action.storage_class);
    notifications_.tell(tx, {context, bucket, "LifecycleTransition", action.key, version->size, version->etag,
                             shown_version(bucket, *version)});
    return;
  }
  const bool whole = action.kind == LifecycleAction::Kind::kExpire;
  if (whole) {
    const auto current = find_current(tx, bucket.id, action.key, WithBytes::kNo);
    if (!current || current->id != version->id) return;
  }
  try {
    remove_object(context, tx, bucket, action.key, whole ? std::nullopt : std::optional(action.version_id),
                  {.event = "LifecycleExpiration"});
  } catch (const aws::Error&) {
    // An object lock keeps it; a later run finds it again.
  }
}

void S3::apply(Write& tx, const std::string& name, const LifecyclePage& page) {
  const auto bucket = find_bucket(tx, name);
  if (!bucket || !bucket->has_lifecycle) return;
  for (const auto& action : page.actions) apply(tx, *bucket, action);
}

boost::asio::awaitable<void> S3::run_lifecycle(std::string bucket) {
  LifecyclePage page;
  while (page.more) {
    auto look = [&](Read& tx) { return due_page(tx, bucket, page); };
    page = co_await store_.read(look);
    if (page.actions.empty()) continue;
    auto act = [&](Write& tx) { apply(tx, bucket, page); };
    co_await store_.write(act);
  }
}

void S3::schedule_lifecycle(Write& tx, const std::string& bucket) {
  store_.jobs().cancel(tx, kLifecycleJob, bucket);
  store_.jobs().enqueue(tx, kLifecycleJob, bucket, "", midnight_after(clock_.now(), 0));
}

boost::asio::awaitable<void> S3::run_lifecycle_job(store::Job job) {
  co_await run_lifecycle(job.key);
  auto again = [&](Write& tx) {
    const auto bucket = find_bucket(tx, job.key);
    if (bucket && bucket->has_lifecycle) schedule_lifecycle(tx, job.key);
  };
  co_await store_.write(again);
}

}  // namespace cloudling::s3
