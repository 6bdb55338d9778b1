#pragma once

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace cloudling::aws {

/// An AWS error: thrown by whatever ends a request, encoded once, by the protocol that answers.
/// `code` is AWS's ("NoSuchBucket"), `status` its HTTP status; fields are further members of the error's shape or
/// elements of its XML ("BucketName", "Key"), in order.
struct Error : std::exception {
  Error(int status, std::string code, std::string message)
      : status(status), code(std::move(code)), message(std::move(message)) {}

  Error&& with(std::string name, std::string value) && {
    fields.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
  }

  const char* what() const noexcept override { return message.c_str(); }

  int status;
  std::string code;
  std::string message;
  std::vector<std::pair<std::string, std::string>> fields;
};

/// AWS has the operation, Cloudling has not: 501, naming it.
Error not_implemented(const std::string& service, const std::string& operation);

}  // namespace cloudling::aws
