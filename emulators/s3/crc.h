#pragma once

// The three cyclic redundancy checks of S3: reflected, all ones in and out. Pure functions, thread-safe.
// Carry-less multiplication where the processor has it (about 10 GB/s), tables otherwise.

#include <cstdint>
#include <string_view>

namespace cloudling::s3 {

/// CRC-32 as in zlib and Ethernet (polynomial 0x04C11DB7). Start with 0; pass the result in to go on.
uint32_t crc32(uint32_t crc, std::string_view bytes);

/// CRC-32C, Castagnoli (0x1EDC6F41).
uint32_t crc32c(uint32_t crc, std::string_view bytes);

/// CRC-64/NVME (0xAD93D23594C93659).
uint64_t crc64nvme(uint64_t crc, std::string_view bytes);

/// The check of `first` and `second` put together, from theirs and the second's length in bytes.
uint32_t crc32_combine(uint32_t first, uint32_t second, uint64_t second_length);
uint32_t crc32c_combine(uint32_t first, uint32_t second, uint64_t second_length);
uint64_t crc64nvme_combine(uint64_t first, uint64_t second, uint64_t second_length);

/// The table-driven way alone, for tests on machines that have the other.
uint32_t crc32_by_table(uint32_t crc, std::string_view bytes);
uint32_t crc32c_by_table(uint32_t crc, std::string_view bytes);
uint64_t crc64nvme_by_table(uint64_t crc, std::string_view bytes);

}  // namespace cloudling::s3
