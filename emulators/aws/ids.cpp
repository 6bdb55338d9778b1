#include "emulators/aws/ids.h"

#include <bit>
#include <random>

#include "emulators/aws/encoding.h"

namespace cloudling::aws {

namespace {

/// Spreads a seed over a state (splitmix64, as the authors of xoshiro advise).
uint64_t spread(uint64_t& seed) {
  seed += 0x9e3779b97f4a7c15;
  uint64_t z = seed;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/// Bytes that follow from a text and look like any others (FNV-1a, spread).
std::string bytes_of(std::string_view text, size_t count) {
  uint64_t seed = 0xcbf29ce484222325;
  for (const unsigned char c : text) seed = (seed ^ c) * 0x100000001b3;
  std::string bytes(count, '\0');
  uint64_t word = 0;
  for (size_t i = 0; i < count; ++i) {
    if (i % 8 == 0) word = spread(seed);
    bytes[i] = static_cast<char>(word >> (i % 8 * 8));
  }
  return bytes;
}

uint64_t system_seed() {
  std::random_device device;
  return uint64_t{device()} << 32 | device();
}

}  // namespace

IdSource::IdSource(std::optional<uint64_t> seed) {
  for (auto& word : state_) {
    uint64_t start = seed ? (*seed)++ : system_seed();
    word = spread(start);
  }
}

uint64_t IdSource::step() {
  const uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const uint64_t t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

uint64_t IdSource::next() {
  const std::lock_guard lock(mutex_);
  return step();
}

std::string IdSource::bytes(size_t count) {
  const std::lock_guard lock(mutex_);
  std::string bytes(count, '\0');
  uint64_t word = 0;
  for (size_t i = 0; i < count; ++i) {
    if (i % 8 == 0) word = step();
    bytes[i] = static_cast<char>(word >> (i % 8 * 8));
  }
  return bytes;
}

std::string IdSource::uuid() {
  std::string raw = bytes(16);
  raw[6] = static_cast<char>((raw[6] & 0x0f) | 0x40);
  raw[8] = static_cast<char>((raw[8] & 0x3f) | 0x80);
  std::string text = hex_encode(raw);
  for (const size_t at : {8, 13, 18, 23}) text.insert(at, 1, '-');
  return text;
}

std::string IdSource::letters(size_t count, std::string_view of) {
  std::string text(count, '\0');
  for (auto& c : text) c = of[next() % of.size()];
  return text;
}

std::string s3_request_id(std::string_view request_id) {
  static constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string id = bytes_of(request_id, 16);
  for (char& c : id) c = kLetters[static_cast<unsigned char>(c) & 31];
  return id;
}

std::string s3_host_id(std::string_view request_id) { return base64_encode(bytes_of(request_id, 56)); }

}  // namespace cloudling::aws
