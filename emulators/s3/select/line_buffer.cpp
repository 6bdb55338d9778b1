#include "emulators/s3/select/line_buffer.h"

#include <algorithm>

namespace cloudling::s3::select {

void LineBuffer::feed(std::string_view bytes) {
  before_ += at_;
  buffer_.erase(0, at_);
  at_ = 0;
  buffer_ += bytes;
}

bool LineBuffer::may_begin() {
  if (ended_) return false;
  if (skipping_) {
    const size_t found = buffer_.find(delimiter_, at_);
    if (found == std::string::npos) {
      at_ = finished_ ? buffer_.size() : buffer_.size() - std::min(buffer_.size() - at_, delimiter_.size() - 1);
      return false;
    }
    at_ = found + delimiter_.size();
    skipping_ = false;
  }
  ended_ = last_begin_ && before_ + at_ > *last_begin_;
  return !ended_ && at_ < buffer_.size();
}

std::optional<std::string_view> LineBuffer::rest() {
  if (!may_begin()) return std::nullopt;
  return std::string_view(buffer_).substr(at_);
}

void LineBuffer::take(size_t size) {
  at_ = std::min(at_ + size + delimiter_.size(), buffer_.size());
  searched_ = 0;
}

std::optional<std::string_view> LineBuffer::next() {
  const auto rest_of = rest();
  if (!rest_of) return std::nullopt;
  size_t end = rest_of->find(delimiter_, searched_);
  if (end == std::string_view::npos) {
    if (rest_of->size() > kMaxRecord) throw refused("OverMaxRecordSize");
    if (!finished_) {
      searched_ = rest_of->size() - std::min(rest_of->size(), delimiter_.size() - 1);
      return std::nullopt;
    }
    end = rest_of->size();
  }
  if (end > kMaxRecord) throw refused("OverMaxRecordSize");
  take(end);
  return rest_of->substr(0, end);
}

}  // namespace cloudling::s3::select
