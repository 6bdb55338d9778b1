// A schedule expression: refused, or one whose times rise.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "emulators/events/schedule.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace cloudling;
  const auto schedule = events::Schedule::parse({reinterpret_cast<const char*>(data), size});
  if (!schedule) return 0;
  aws::TimeMs time = 1'700'000'000'123;
  for (int i = 0; i < 20; ++i) {
    const auto next = schedule->next(time);
    if (!next) break;
    if (*next <= time || (schedule->cron && *next % 60'000 != 0)) std::abort();
    time = *next;
  }
  return 0;
}
