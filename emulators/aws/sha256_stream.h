#pragma once

// SHA-256, fed piece by piece. Thread-compatible.

#include <memory>
#include <string>
#include <string_view>

namespace cloudling::aws {

class Sha256Stream {
 public:
  Sha256Stream();
  void update(std::string_view bytes);
  std::string finish();  ///< the raw digest; then begins anew

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

}  // namespace cloudling::aws
