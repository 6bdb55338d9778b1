#include "emulators/s3/s3_store.h"

namespace cloudling::s3 {

std::optional<NotificationsRow> find_notifications(store::ReadTransaction& tx, int64_t bucket) {
  auto rows = tx.query("SELECT configuration, sequencer FROM s3_notifications WHERE bucket = ?", bucket);
  if (!rows.next()) return std::nullopt;
  return NotificationsRow{rows.string(0), rows.integer(1)};
}

void put_notifications(store::WriteTransaction& tx, int64_t bucket, const std::string& configuration) {
  tx.run(
      "INSERT INTO s3_notifications (bucket, configuration, sequencer) VALUES (?, ?, 0) "
      "ON CONFLICT (bucket) DO UPDATE SET configuration = excluded.configuration",
      bucket, configuration);
}

void set_notification_sequencer(store::WriteTransaction& tx, int64_t bucket, int64_t sequencer) {
  tx.run("UPDATE s3_notifications SET sequencer = ? WHERE bucket = ?", sequencer, bucket);
}

}  // namespace cloudling::s3
