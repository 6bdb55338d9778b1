// Layers: each published version is a row of its own.

#include "emulators/lambda/lambda_store.h"

namespace cloudling::lambda {

using store::ReadTransaction;
using store::Rows;
using store::WriteTransaction;

namespace {

LayerRow read_layer(const Rows& row) {
  return {.arn = row.string(0),
          .number = row.integer(1),
          .description = row.string(2),
          .code = {.content = row.integer(3), .size = row.integer(4), .sha256 = row.string(5)},
          .created = row.integer(6)};
}

}  // namespace

int64_t insert_layer(WriteTransaction& tx, const LayerRow& layer) {
  Rows row = tx.query(
      "INSERT INTO lambda_layer_numbers (layer, last) VALUES (?, 1) "
      "ON CONFLICT (layer) DO UPDATE SET last = last + 1 RETURNING last",
      layer.arn);
  row.next();
  const int64_t number = row.integer(0);
  tx.run(
      "INSERT INTO lambda_layers (layer, number, description, code, code_size, code_sha256, created_ms) "
      "VALUES (?, ?, ?, ?, ?, ?, ?)",
      layer.arn, number, layer.description, layer.code.content, layer.code.size, layer.code.sha256, layer.created);
  return number;
}

std::optional<LayerRow> find_layer(ReadTransaction& tx, const std::string& arn, int64_t number) {
  Rows row = tx.query(
      "SELECT layer, number, description, code, code_size, code_sha256, created_ms FROM lambda_layers "
      "WHERE layer = ? AND number = ?",
      arn, number);
  if (!row.next()) return std::nullopt;
  return read_layer(row);
}

std::vector<LayerRow> list_layers(ReadTransaction& tx, const std::string& arn_prefix) {
  Rows row = tx.query(
      "SELECT layer, number, description, code, code_size, code_sha256, created_ms FROM lambda_layers "
      "WHERE layer >= ? AND layer < ? || char(0x10ffff) ORDER BY layer, number DESC",
      arn_prefix, arn_prefix);
  std::vector<LayerRow> layers;
  while (row.next()) layers.push_back(read_layer(row));
  return layers;
}

void delete_layer(WriteTransaction& tx, const LayerRow& layer) {
  tx.run("DELETE FROM lambda_layers WHERE layer = ? AND number = ?", layer.arn, layer.number);
  tx.run("DELETE FROM lambda_permissions WHERE function = ?", layer.arn + ":" + std::to_string(layer.number));
}

}  // namespace cloudling::lambda
