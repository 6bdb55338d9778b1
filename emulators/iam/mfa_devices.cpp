// Virtual MFA devices: a seed, and whose codes by it are right (RFC 6238: SHA-1, six digits, 30 seconds).

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

#include "emulators/iam/errors.h"
#include "emulators/iam/iam.h"
#include "emulators/iam/items.h"
#include "emulators/iam/views.h"

namespace cloudling::iam {

namespace {

constexpr size_t kSeedBytes = 40;
constexpr int64_t kStepMs = 30'000;
constexpr int64_t kTolerance = 10;  // steps that a device's clock may be off
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// 40 bytes are 64 letters, without a rest.
std::string base32(const std::string& bytes) {
  std::string text;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = (bits << 8) | static_cast<unsigned char>(c);
    for (count += 8; count >= 5; count -= 5) text += kBase32[(bits >> (count - 5)) & 31];
  }
  return text;
}

std::string bytes_of_base32(const std::string& text) {
  std::string bytes;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    bits = (bits << 5) | static_cast<uint32_t>(kBase32.find(c));
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>((bits >> count) & 255);
  }
  return bytes;
}

std::string code_at(const std::string& seed, int64_t step) {
  std::array<unsigned char, 8> counter{};
  for (size_t i = 0; i < counter.size(); ++i) counter[7 - i] = static_cast<unsigned char>(step >> (8 * i));
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (!HMAC(EVP_sha1(), seed.data(), static_cast<int>(seed.size()), counter.data(), counter.size(), digest.data(),
            &size))
    throw std::runtime_error("OpenSSL could not compute an HMAC");
  const size_t at = digest[size - 1] & 15;
  const uint32_t number = ((digest[at] & 127U) << 24) | (digest[at + 1] << 16) | (digest[at + 2] << 8) | digest[at + 3];
  std::string code = std::to_string(number % 1'000'000);
  return std::string(6 - code.size(), '0') + code;
}

/// Two codes that follow each other, made not long ago.
void check_codes(const json::Value& device, const EnableMfaInput& input, TimeMs now) {
  const std::string seed = bytes_of_base32(device.at("seed").get<std::string>());
  const int64_t step = now / kStepMs;
  for (int64_t at = step - kTolerance; at <= step + kTolerance; ++at) {
    if (code_at(seed, at) == input.code1 && code_at(seed, at + 1) == input.code2) return;
  }
  throw aws::Error(403, "InvalidAuthenticationCode", "Authentication code for device is not valid.");
}

int64_t user_row(const json::Value& device) { return device.value("user", int64_t{0}); }

VirtualMfaDevice view_of(Read& tx, const ItemRow& item) {
  VirtualMfaDevice device{.serial = item.row.arn, .tags = tags_of(item.body)};
  const auto user = user_row(item.body) ? find_entity(tx, user_row(item.body)) : std::nullopt;
  if (!user) return device;
  device.user = view_of<Kind::kUser>(tx, *user, Detail::kListed);
  device.enabled = aws::Timestamp{item.body.value("enabled", int64_t{0})};
  return device;
}

}  // namespace

std::vector<MfaDevice> mfa_devices_of(Read& tx, const Entity& user) {
  std::vector<MfaDevice> devices;
  for (const ItemRow& item : list_items(tx, user.account, Item::kMfaDevice)) {
    if (user_row(item.body) == user.row)
      devices.push_back(
          {.user = user.name, .serial = item.row.arn, .enabled = {item.body.value("enabled", int64_t{0})}});
  }
  return devices;
}

CreateMfaOutput Iam::create_mfa_device(const Context& context, Write& tx, const CreateMfaInput& input) {
  const std::string front = "arn:aws:iam::" + context.account + ":mfa";
  ItemRow item{.row = {.arn = front + input.path.value_or("/") + input.name, .created = clock_.now()}};
  if (find_provider(tx, item.row.arn))
    throw already_exists("MFADevice entity at the same path and name already exists.");
  std::string bytes(kSeedBytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1)
    throw std::runtime_error("the system gave no random bytes");
  const std::string seed = base32(bytes);
  item.body["seed"] = seed;
  item.body["tags"] = tags_value(input.tags);
  CreateMfaOutput output{{.serial = item.row.arn, .seed = aws::Blob{seed}, .tags = input.tags}};
  put_item(tx, std::move(item));
  return output;
}

Nothing Iam::enable_mfa_device(const Context& context, Write& tx, const EnableMfaInput& input) {
  const Entity user = require(tx, Kind::kUser, context.account, input.user);
  ItemRow item = require_item(tx, context.account, Item::kMfaDevice, input.serial);
  if (user_row(item.body)) throw already_exists("MFA device is already in use");
  check_codes(item.body, input, clock_.now());
  item.body["user"] = user.row;
  item.body["enabled"] = clock_.now();
  put_item(tx, std::move(item));
  return {};
}

Nothing Iam::resync_mfa_device(const Context& context, Write& tx, const EnableMfaInput& input) {
  const Entity user = require(tx, Kind::kUser, context.account, input.user);
  const ItemRow item = require_item(tx, context.account, Item::kMfaDevice, input.serial);
  if (user_row(item.body) != user.row) throw no_such_entity("MFA Device invalid for user " + user.name + ".");
  check_codes(item.body, input, clock_.now());
  return {};
}

Nothing Iam::deactivate_mfa_device(const Context& context, Write& tx, const MfaOfUserInput& input) {
  const Entity user = require_user_or_caller(tx, context, input.user);
  ItemRow item = require_item(tx, context.account, Item::kMfaDevice, input.serial);
  if (user_row(item.body) != user.row) throw no_such_entity("MFA Device invalid for user " + user.name + ".");
  item.body.erase("user");
  item.body.erase("enabled");
  put_item(tx, std::move(item));
  return {};
}

Nothing Iam::delete_mfa_device(const Context& context, Write& tx, const ItemInput<Item::kMfaDevice>& input) {
  const ItemRow item = require_item(tx, context.account, Item::kMfaDevice, input.id);
  if (user_row(item.body)) throw delete_conflict("MFA VirtualDevice in use. Must deactivate first.");
  delete_provider(tx, item.row.arn);
  return {};
}

ListMfaOutput Iam::list_mfa_devices(const Context& context, Read& tx, const UserPageInput& input) {
  ListMfaOutput output;
  if (!input.user && context.principal.arn.ends_with(":root")) return output;
  const Entity user = require_user_or_caller(tx, context, input.user);
  output.devices =
      page_of(mfa_devices_of(tx, user), input, "MFADevices", output, [](const MfaDevice& one) { return one.serial; });
  return output;
}

ListVirtualMfaOutput Iam::list_virtual_mfa_devices(const Context& context, Read& tx, const ListVirtualMfaInput& input) {
  const std::string wanted = input.assignment.value_or("Any");
  std::vector<VirtualMfaDevice> devices;
  for (const ItemRow& item : list_items(tx, context.account, Item::kMfaDevice)) {
    const bool assigned = user_row(item.body) != 0;
    if (wanted == "Any" || assigned == (wanted == "Assigned")) devices.push_back(view_of(tx, item));
  }
  ListVirtualMfaOutput output;
  output.devices = page_of(std::move(devices), input, "VirtualMFADevices", output,
                           [](const VirtualMfaDevice& one) { return one.serial; });
  return output;
}

MfaOutput Iam::get_mfa_device(const Context& context, Read& tx, const MfaOfUserInput& input) {
  const VirtualMfaDevice device = view_of(tx, require_item(tx, context.account, Item::kMfaDevice, input.serial));
  MfaOutput output{.serial = device.serial, .enabled = device.enabled};
  if (device.user) output.user = device.user->name;
  return output;
}

}  // namespace cloudling::iam
