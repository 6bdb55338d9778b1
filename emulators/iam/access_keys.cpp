#include <openssl/rand.h>

#include "emulators/aws/encoding.h"
#include "emulators/iam/errors.h"
#include "emulators/iam/iam.h"
#include "emulators/iam/views.h"

namespace cloudling::iam {

namespace {

constexpr size_t kMaxKeys = 2;
constexpr TimeMs kMinute = 60'000;

/// 40 characters; from the system, since it is secret.
std::string make_secret() {
  std::string bytes(30, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1)
    throw std::runtime_error("the system gave no random bytes");
  return aws::base64_encode(bytes);
}

aws::Error no_such_key(const std::string& id) {
  return no_such_entity("The Access Key with id " + id + " cannot be found.");
}

/// Whose keys are meant: 0 the root's.
struct Owner {
  int64_t row = 0;
  std::string name;
};

AccessKey view_of(const AccessKeyRow& row, const std::string& user) {
  AccessKey key{.id = row.id, .status = row.status, .created = {row.created}};
  if (!user.empty()) key.user = user;
  return key;
}

}  // namespace

CreateAccessKeyOutput Iam::create_access_key(const Context& context, Write& tx, const UserNameInput& input) {
  Owner owner;
  if (input.user || !context.principal.arn.ends_with(":root")) {
    const Entity user = require_user_or_caller(tx, context, input.user);
    owner = {user.row, user.name};
  }
  if (list_keys(tx, context.account, owner.row).size() >= kMaxKeys)
    throw limit_exceeded("Cannot exceed quota for AccessKeysPerUser: 2");
  AccessKeyRow row{.account = context.account, .user = owner.row, .secret = make_secret(), .created = clock_.now()};
  do {
    row.id = aws::make_access_key("AKIA", context.account, ids_.next());
  } while (find_key(tx, row.id));
  put_key(tx, row);
  CreateAccessKeyOutput output{view_of(row, owner.name)};
  output.key.secret = row.secret;
  return output;
}

Nothing Iam::delete_access_key(const Context& context, Write& tx, const AccessKeyInput& input) {
  auto key = find_key(tx, input.id);
  const auto user = input.user ? std::optional(require(tx, Kind::kUser, context.account, *input.user)) : std::nullopt;
  if (!key || key->account != context.account || key->status == "Deleted" || (user && key->user != user->row))
    throw no_such_key(input.id);
  key->status = "Deleted";
  key->secret.clear();
  put_key(tx, *key);
  return {};
}

Nothing Iam::update_access_key(const Context& context, Write& tx, const UpdateAccessKeyInput& input) {
  auto key = find_key(tx, input.id);
  const auto user = input.user ? std::optional(require(tx, Kind::kUser, context.account, *input.user)) : std::nullopt;
  if (!key || key->account != context.account || key->status == "Deleted" || (user && key->user != user->row))
    throw no_such_key(input.id);
  key->status = input.status;
  put_key(tx, *key);
  return {};
}

ListAccessKeysOutput Iam::list_access_keys(const Context& context, Read& tx, const UserPageInput& input) {
  Owner owner;
  if (input.user || !context.principal.arn.ends_with(":root")) {
    const Entity user = require_user_or_caller(tx, context, input.user);
    owner = {user.row, user.name};
  }
  ListAccessKeysOutput output;
  std::vector<AccessKey> keys;
  for (const AccessKeyRow& row : list_keys(tx, context.account, owner.row)) keys.push_back(view_of(row, owner.name));
  output.keys = page_of(std::move(keys), input, "AccessKeys", output, [](const AccessKey& key) { return key.id; });
  return output;
}

AccessKeyLastUsedOutput Iam::get_access_key_last_used(const Context& context, Read& tx, const AccessKeyIdInput& input) {
  const auto key = find_key(tx, input.id);
  if (!key || key->account != context.account || key->status == "Deleted") throw no_such_key(input.id);
  AccessKeyLastUsedOutput output;
  if (const auto user = key->user ? find_entity(tx, key->user) : std::nullopt) output.user = user->name;
  if (key->last_used != 0)
    output.last_used = {
        .date = aws::Timestamp{key->last_used}, .service = key->last_service, .region = key->last_region};
  return output;
}

std::optional<aws::Credential> Iam::find(const std::string& access_key, const std::string&) {
  if (!access_key.starts_with("AKIA")) return std::nullopt;
  return store_.read_inline([&](store::ReadTransaction& tx) -> std::optional<aws::Credential> {
    const auto key = find_key(tx, access_key);
    if (!key) return std::nullopt;
    aws::Credential credential{.secret = key->secret,
                               .account = key->account,
                               .principal = {.kind = aws::Principal::Kind::kUser,
                                             .arn = "arn:aws:iam::" + key->account + ":root",
                                             .access_key = access_key},
                               .expires = {},
                               .active = key->status == "Active"};
    if (key->user == 0) return credential;
    const auto user = find_entity(tx, key->user);
    credential.active = credential.active && user;
    if (user) credential.principal.arn = user->arn();
    return credential;
  });
}

boost::asio::awaitable<void> Iam::used(aws::Credential credential, std::string service, std::string region) {
  const std::string id = credential.principal.access_key;
  if (!id.starts_with("AKIA")) co_return;
  const TimeMs now = clock_.now();
  const auto key = store_.read_inline([&](store::ReadTransaction& tx) { return find_key(tx, id); });
  const bool told = key && key->last_service == service && key->last_region == region && now - key->last_used < kMinute;
  if (!key || told) co_return;
  auto work = [&](store::WriteTransaction& tx) {
    auto row = find_key(tx, id);
    if (!row || row->status == "Deleted") return;
    row->last_used = now;
    row->last_service = service;
    row->last_region = region;
    put_key(tx, *row);
  };
  co_await store_.write(std::move(work));
}

}  // namespace cloudling::iam
