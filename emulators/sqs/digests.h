#pragma once

// The MD5 digests with which clients check what they sent and received (Amazon SQS Developer Guide, "Calculating the
// MD5 message digest for message attributes"). Pure functions; lower-case hexadecimal.

#include <string>
#include <string_view>

#include "emulators/sqs/shapes.h"

namespace cloudling::sqs {

std::string md5_of_body(std::string_view body);

/// Of attributes of any kind; they have a value each.
std::string md5_of_attributes(const MessageAttributes& attributes);

}  // namespace cloudling::sqs
