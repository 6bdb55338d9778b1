#pragma once

// Brings a database's tables to what this version of the program knows. The applied numbers are in store_migrations.

#include <vector>

#include "emulators/store/connection.h"
#include "emulators/store/store.h"

namespace cloudling::store {

/// The store's own tables (service "store"), followed by `services`. Throws std::logic_error where the numbers of a
/// service do not rise by one from 1.
std::vector<Migration> with_own_migrations(std::vector<Migration> services);

enum class FileState { kCurrent, kBehind };

/// Looks, changes nothing. Throws std::runtime_error with a message for the user where the file is not ours or was
/// written by a newer version (a higher number, or a service that `migrations` do not know).
FileState examine(Connection& connection, const std::vector<Migration>& migrations);

/// Applies what is missing, all in one transaction. Throws as examine() and StoreError.
void migrate(Connection& connection, const std::vector<Migration>& migrations);

}  // namespace cloudling::store
