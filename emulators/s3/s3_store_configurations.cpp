#include "emulators/s3/s3_store_metrics.h"

namespace cloudling::s3 {

std::optional<std::string> find_configuration(store::ReadTransaction& tx, int64_t bucket, const std::string& kind,
                                              const std::string& id) {
  auto rows = tx.query("SELECT text FROM s3_configurations WHERE bucket = ? AND kind = ? AND id = ?", bucket, kind, id);
  if (!rows.next()) return std::nullopt;
  return rows.string(0);
}

void put_configuration(store::WriteTransaction& tx, int64_t bucket, const std::string& kind, const std::string& id,
                       const std::string& text) {
  tx.run("INSERT OR REPLACE INTO s3_configurations (bucket, kind, id, text) VALUES (?, ?, ?, ?)", bucket, kind, id,
         text);
  count_configuration_change(tx);
}

bool delete_configuration(store::WriteTransaction& tx, int64_t bucket, const std::string& kind, const std::string& id) {
  if (!find_configuration(tx, bucket, kind, id)) return false;
  tx.run("DELETE FROM s3_configurations WHERE bucket = ? AND kind = ? AND id = ?", bucket, kind, id);
  count_configuration_change(tx);
  return true;
}

std::vector<std::string> list_configurations(store::ReadTransaction& tx, int64_t bucket, const std::string& kind,
                                             const std::string& after, int64_t limit) {
  auto rows =
      tx.query("SELECT text FROM s3_configurations WHERE bucket = ? AND kind = ? AND id > ? ORDER BY id LIMIT ?",
               bucket, kind, after, limit);
  std::vector<std::string> texts;
  while (rows.next()) texts.push_back(rows.string(0));
  return texts;
}

}  // namespace cloudling::s3
