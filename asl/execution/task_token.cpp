#include <charconv>

#include "asl/execution/execution.h"
#include "asl/intrinsic/text.h"

namespace cloudling::asl {

// Base64 of "<mac>/<task>/<ARN of the execution>": who holds the token can be found, and nobody else can make it.

std::string task_token(const ExecutionInfo& info, TaskId task) {
  const std::string subject = std::to_string(task) + "/" + info.execution_arn;
  return base64_encode(hex_hmac(info.token_secret, subject) + "/" + subject);
}

std::optional<TaskToken> read_task_token(std::string_view text) {
  const auto plain = base64_decode(text);
  if (!plain) return std::nullopt;
  const size_t mac = plain->find('/');
  const size_t number = mac == std::string::npos ? mac : plain->find('/', mac + 1);
  if (number == std::string::npos) return std::nullopt;
  TaskToken token;
  const char* end = plain->data() + number;
  const auto read = std::from_chars(plain->data() + mac + 1, end, token.task);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  token.execution_arn = plain->substr(number + 1);
  return token;
}

}  // namespace cloudling::asl
