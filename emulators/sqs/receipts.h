#pragma once

// What clients see of a message's row. A receipt handle says which message was received, and which time: all there is
// to know, so nothing is stored for it, and it survives a restart. Pure functions.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cloudling::sqs {

struct Receipt {
  int64_t queue = 0;
  int64_t message = 0;
  int64_t receives = 0;  ///< how often the message had been received then, this time included
};

std::string receipt_handle(const Receipt& receipt);

/// Nothing where the handle is none of ours.
std::optional<Receipt> parse_receipt_handle(std::string_view handle);

/// Of a message in a FIFO queue: 20 digits that grow with its row.
std::string sequence_number(int64_t message);

}  // namespace cloudling::sqs
