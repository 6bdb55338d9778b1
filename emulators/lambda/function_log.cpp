#include "emulators/lambda/function_log.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace cloudling::lambda {

namespace {

constexpr size_t kTail = 4096;           // bytes that LogType=Tail shows
constexpr size_t kMaxLine = 256 * 1024;  // bytes of one log event

}  // namespace

void FunctionLog::output(std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  while (!bytes.empty()) {
    const size_t end = bytes.find('\n');
    unfinished_ += bytes.substr(0, end);
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
    if (end != std::string_view::npos || unfinished_.size() >= kMaxLine) tell(std::exchange(unfinished_, {}));
  }
}

void FunctionLog::line(std::string text) {
  const std::lock_guard lock(mutex_);
  if (!unfinished_.empty()) tell(std::exchange(unfinished_, {}));
  if (!text.empty()) tell(std::move(text));
}

void FunctionLog::begin() {
  const std::lock_guard lock(mutex_);
  tail_.clear();
}

std::string FunctionLog::tail() {
  const std::lock_guard lock(mutex_);
  return tail_;
}

void FunctionLog::tell(std::string text) {
  std::replace(text.begin(), text.end(), '\r', '\n');
  tail_ += text;
  tail_ += '\n';
  if (tail_.size() > kTail) tail_.erase(0, tail_.size() - kTail);
  std::vector<LogLine> lines{{.time = clock_.now(), .text = std::move(text)}};
  sink_.write(place_.account, place_.region, place_.group, place_.stream, std::move(lines));
}

}  // namespace cloudling::lambda
