// An Insights query, and, behind a NUL, lines that are events: parsed and run without harm, or refused with an Error.

#include <cstdint>
#include <string>
#include <string_view>

#include "emulators/aws/error.h"
#include "emulators/logs/insights/query.h"
#include "emulators/logs/insights/run.h"

using namespace cloudling;
using namespace cloudling::logs;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t end = text.find('\0');
  std::string_view lines = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  try {
    const insights::Query query = insights::parse_query(text.substr(0, end));
    insights::QueryRun run(query, 100);
    for (int64_t time = 0; !lines.empty() && time < 20; ++time) {
      const std::string_view line = lines.substr(0, lines.find('\n'));
      lines.remove_prefix(std::min(line.size() + 1, lines.size()));
      insights::Record record;
      record.time = time * 100'000;
      record.message = line;
      run.take(std::move(record));
    }
    run.finish();
  } catch (const aws::Error&) {
  }
  return 0;
}
