#pragma once

// What batches have in common: their rules, and that each entry succeeds or fails on its own.

#include <optional>
#include <string>
#include <vector>

#include "emulators/aws/error.h"
#include "emulators/sqs/shapes.h"

namespace cloudling::sqs {

/// Throws EmptyBatchRequest, TooManyEntriesInBatchRequest, BatchEntryIdsNotDistinct, InvalidBatchEntryId.
void check_batch_ids(const std::vector<std::optional<std::string>>& ids, const std::string& entry_name);

/// Why the entry failed, with the code as the query protocol has it.
BatchResultErrorEntry failed_entry(const std::string& id, const aws::Error& error);

template <class Entry>
void check_batch(const std::vector<Entry>& entries, const std::string& entry_name) {
  std::vector<std::optional<std::string>> ids;
  for (const Entry& entry : entries) ids.push_back(entry.id);
  check_batch_ids(ids, entry_name);
}

}  // namespace cloudling::sqs
