#include <malloc.h>

#include <cstdio>
#include <exception>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "server/app.h"
#include "server/config.h"
#include "server/verbs.h"

namespace {

using namespace cloudling::server;

int run(const PrintAndExit& print) {
  std::fputs(print.text.c_str(), print.code == 0 ? stdout : stderr);
  return print.code;
}

/// Pieces of bodies come and go all the time: their memory is kept, not given back to the system and faulted in anew.
void keep_memory() {
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 128 << 20);
}

int run(const ServeConfig& config) {
  keep_memory();
  serve(config);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const Command command = parse_command(std::vector<std::string>(argv + 1, argv + argc));
  try {
    return std::visit([](const auto& verb) { return run(verb); }, command);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "cloudling: %s\n", error.what());
    return 1;
  }
}
