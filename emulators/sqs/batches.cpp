#include "emulators/sqs/batches.h"

#include <algorithm>
#include <set>

#include "emulators/aws/catalogue.h"
#include "emulators/sqs/errors.h"

namespace cloudling::sqs {

namespace {

constexpr size_t kMaxEntries = 10;
constexpr size_t kMaxIdLength = 80;

bool is_id(const std::string& id) {
  return !id.empty() && id.size() <= kMaxIdLength && std::ranges::all_of(id, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
}

}  // namespace

void check_batch_ids(const std::vector<std::optional<std::string>>& ids, const std::string& entry_name) {
  if (ids.empty())
    throw aws::Error(400, "EmptyBatchRequest", "There should be at least one " + entry_name + " in the request.");
  if (ids.size() > kMaxEntries)
    throw aws::Error(400, "TooManyEntriesInBatchRequest",
                     "Maximum number of entries per request are 10. You have sent " + std::to_string(ids.size()) + ".");
  std::set<std::string> seen;
  for (size_t i = 0; i < ids.size(); ++i) {
    if (!ids[i]) throw missing_parameter(entry_name + "." + std::to_string(i + 1) + ".Id");
    if (!is_id(*ids[i]))
      throw aws::Error(
          400, "InvalidBatchEntryId",
          "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at "
          "most 80 letters long.");
    if (!seen.insert(*ids[i]).second) throw aws::Error(400, "BatchEntryIdsNotDistinct", "Id " + *ids[i] + " repeated.");
  }
}

BatchResultErrorEntry failed_entry(const std::string& id, const aws::Error& error) {
  const aws::CatalogueError* facts = aws::find_service("sqs")->find_error(error.code);
  const std::string code(facts && !facts->query_code.empty() ? facts->query_code : std::string_view(error.code));
  return {.id = id, .sender_fault = error.status < 500, .code = code, .message = error.message};
}

}  // namespace cloudling::sqs
