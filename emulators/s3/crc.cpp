#include "emulators/s3/crc.h"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace cloudling::s3 {
namespace {

// Polynomials are kept reflected: bit i of a Width-bit word stands for x^(Width-1-i). All checks are computed in 64-bit
// words whose upper Width bits hold the polynomial in that order, so that one code serves 32 and 64 bits.
template <int Width, uint64_t Reflected>
class Crc {
 public:
  static uint64_t update(uint64_t crc, std::string_view bytes) {
    uint64_t state = ~crc & kMask;
#if defined(__x86_64__)
    static const bool fast = __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
    if (fast && bytes.size() >= 128) state = fold(state, bytes);
#endif
    return ~tabled(state, bytes) & kMask;
  }

  static uint64_t update_by_table(uint64_t crc, std::string_view bytes) { return ~tabled(~crc & kMask, bytes) & kMask; }

  /// The initial and final complements cancel out: check(A B) = check(A) * x^(8 |B|) + check(B).
  static uint64_t combine(uint64_t first, uint64_t second, uint64_t second_length) {
    uint64_t factor = power(second_length * 8);
    return multiply(first, factor) ^ second;
  }

 private:
  static constexpr uint64_t kMask = Width == 64 ? ~uint64_t{0} : (uint64_t{1} << (Width % 64)) - 1;
  static constexpr uint64_t kOne = uint64_t{1} << (Width - 1);

  using Table = std::array<std::array<uint64_t, 256>, 8>;

  static constexpr Table make_table() {
    Table table{};
    for (uint64_t byte = 0; byte < 256; ++byte) {
      uint64_t value = byte;
      for (int bit = 0; bit < 8; ++bit) value = times_x(value);
      table[0][byte] = value;
    }
    for (size_t slice = 1; slice < 8; ++slice)
      for (size_t byte = 0; byte < 256; ++byte) {
        uint64_t before = table[slice - 1][byte];
        table[slice][byte] = (before >> 8) ^ table[0][before & 0xff];
      }
    return table;
  }
  static constexpr Table kTable = make_table();

  static constexpr uint64_t times_x(uint64_t value) { return (value >> 1) ^ ((value & 1) ? Reflected : 0); }

  static uint64_t tabled(uint64_t state, std::string_view bytes) {
    const char* at = bytes.data();
    size_t left = bytes.size();
    for (; left >= 8; at += 8, left -= 8) {
      uint64_t word;
      std::memcpy(&word, at, 8);
      word ^= state;
      state = kTable[7][word & 0xff] ^ kTable[6][(word >> 8) & 0xff] ^ kTable[5][(word >> 16) & 0xff] ^
              kTable[4][(word >> 24) & 0xff] ^ kTable[3][(word >> 32) & 0xff] ^ kTable[2][(word >> 40) & 0xff] ^
              kTable[1][(word >> 48) & 0xff] ^ kTable[0][word >> 56];
    }
    for (; left > 0; ++at, --left) state = (state >> 8) ^ kTable[0][(state ^ static_cast<uint8_t>(*at)) & 0xff];
    return state;
  }

  static uint64_t multiply(uint64_t a, uint64_t b) {
    uint64_t product = 0;
    for (uint64_t bit = kOne; bit != 0; bit >>= 1, b = times_x(b))
      if (a & bit) product ^= b;
    return product;
  }

  static uint64_t power(uint64_t exponent) {
    uint64_t result = kOne;
    uint64_t square = kOne >> 1;  // x
    for (; exponent != 0; exponent >>= 1, square = multiply(square, square))
      if (exponent & 1) result = multiply(result, square);
    return result;
  }

#if defined(__x86_64__)
  // A carry-less product of two reflected words stands one power of x too high, hence the -1 in the exponents.
  static long long fold_constant(int bits) { return static_cast<long long>(power(bits - 1) << (64 - Width)); }

  __attribute__((target("pclmul,sse4.1"))) static __m128i shift(__m128i value, __m128i constants) {
    return _mm_xor_si128(_mm_clmulepi64_si128(value, constants, 0x00), _mm_clmulepi64_si128(value, constants, 0x11));
  }

  __attribute__((target("pclmul,sse4.1"))) static __m128i load(const char* at) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  }

  /// Folds four lanes of 16 bytes over the buffer and those into one, whose check is the check of what was eaten.
  /// Leaves the rest (less than 64 bytes) in `bytes`.
  __attribute__((target("pclmul,sse4.1"))) static uint64_t fold(uint64_t state, std::string_view& bytes) {
    static const long long far_high = fold_constant(512 + 64), far_low = fold_constant(512);
    static const long long near_high = fold_constant(128 + 64), near_low = fold_constant(128);
    const __m128i far = _mm_set_epi64x(far_low, far_high);
    const __m128i near = _mm_set_epi64x(near_low, near_high);
    const char* at = bytes.data();
    size_t left = bytes.size();
    __m128i lane[4] = {load(at), load(at + 16), load(at + 32), load(at + 48)};
    lane[0] = _mm_xor_si128(lane[0], _mm_set_epi64x(0, static_cast<long long>(state)));
    for (at += 64, left -= 64; left >= 64; at += 64, left -= 64)
      for (int i = 0; i < 4; ++i) lane[i] = _mm_xor_si128(shift(lane[i], far), load(at + 16 * i));
    __m128i all = lane[0];
    for (int i = 1; i < 4; ++i) all = _mm_xor_si128(shift(all, near), lane[i]);
    bytes = {at, left};
    char folded[16];
    _mm_storeu_si128(reinterpret_cast<__m128i*>(folded), all);
    return tabled(0, {folded, sizeof folded});
  }
#endif
};

using Crc32 = Crc<32, 0xEDB88320u>;
using Crc32c = Crc<32, 0x82F63B78u>;
using Crc64Nvme = Crc<64, 0x9A6C9329AC4BC9B5u>;

}  // namespace

uint32_t crc32(uint32_t crc, std::string_view bytes) { return static_cast<uint32_t>(Crc32::update(crc, bytes)); }
uint32_t crc32c(uint32_t crc, std::string_view bytes) { return static_cast<uint32_t>(Crc32c::update(crc, bytes)); }
uint64_t crc64nvme(uint64_t crc, std::string_view bytes) { return Crc64Nvme::update(crc, bytes); }

uint32_t crc32_combine(uint32_t first, uint32_t second, uint64_t second_length) {
  return static_cast<uint32_t>(Crc32::combine(first, second, second_length));
}
uint32_t crc32c_combine(uint32_t first, uint32_t second, uint64_t second_length) {
  return static_cast<uint32_t>(Crc32c::combine(first, second, second_length));
}
uint64_t crc64nvme_combine(uint64_t first, uint64_t second, uint64_t second_length) {
  return Crc64Nvme::combine(first, second, second_length);
}

uint32_t crc32_by_table(uint32_t crc, std::string_view bytes) {
  return static_cast<uint32_t>(Crc32::update_by_table(crc, bytes));
}
uint32_t crc32c_by_table(uint32_t crc, std::string_view bytes) {
  return static_cast<uint32_t>(Crc32c::update_by_table(crc, bytes));
}
uint64_t crc64nvme_by_table(uint64_t crc, std::string_view bytes) { return Crc64Nvme::update_by_table(crc, bytes); }

}  // namespace cloudling::s3
