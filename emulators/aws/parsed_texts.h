#pragma once

// What the texts of deployments mean, parsed once and read by every request: mapping templates, policies. They are
// found by the text itself, so that nothing has to be told of a change.

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace cloudling::aws {

/// Thread-safe. Keeps a bounded number.
template <class Parsed>
class ParsedTexts {
 public:
  /// What `parse(text)` gives; what it throws is not kept.
  template <class Parse>
  std::shared_ptr<const Parsed> get(const std::string& text, Parse parse) {
    {
      const std::lock_guard lock(mutex_);
      const auto found = known_.find(text);
      if (found != known_.end()) return found->second;
    }
    auto parsed = std::make_shared<const Parsed>(parse(text));
    const std::lock_guard lock(mutex_);
    if (known_.size() >= kMax) known_.clear();
    known_.emplace(text, parsed);
    return parsed;
  }

 private:
  static constexpr size_t kMax = 1000;
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const Parsed>> known_;
};

}  // namespace cloudling::aws
