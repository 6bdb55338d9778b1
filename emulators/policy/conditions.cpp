#include "emulators/policy/conditions.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <optional>

#include "emulators/aws/dates.h"
#include "emulators/aws/encoding.h"

namespace cloudling::policy {

namespace {

namespace ip = boost::asio::ip;

/// Whether the request's value satisfies a value of the policy.
using Compare = bool (*)(const std::string& actual, const Pattern& wanted);

bool equal_text(const std::string& actual, const Pattern& wanted) { return actual == wanted.literal(); }
bool equal_ignoring_case(const std::string& actual, const Pattern& wanted) {
  return lower_case(actual) == lower_case(wanted.literal());
}
bool like(const std::string& actual, const Pattern& wanted) { return wanted.matches(actual); }
bool like_arn(const std::string& actual, const Pattern& wanted) { return wanted.matches_arn(actual); }

/// -1, 0, 1; nothing where one of them is no number.
std::optional<int> compare_numbers(const std::string& actual, const Pattern& wanted) {
  const auto a = aws::parse_number(actual);
  const auto b = aws::parse_number(wanted.literal());
  if (!a || !b) return std::nullopt;
  return *a < *b ? -1 : *a > *b ? 1 : 0;
}

std::optional<int> compare_dates(const std::string& actual, const Pattern& wanted) {
  const auto a = aws::parse_date(actual);
  const auto b = aws::parse_date(wanted.literal());
  if (!a || !b) return std::nullopt;
  return *a < *b ? -1 : *a > *b ? 1 : 0;
}

template <auto Order, int... Wanted>
bool ordered(const std::string& actual, const Pattern& wanted) {
  const auto order = Order(actual, wanted);
  return order && ((*order == Wanted) || ...);
}

bool equal_bytes(const std::string& actual, const Pattern& wanted) {
  const auto bytes = aws::base64_decode(wanted.literal());
  return bytes && (*bytes == actual || wanted.literal() == actual);
}

bool in_network(const std::string& actual, const Pattern& wanted) {
  boost::system::error_code bad_address, bad_network;
  const ip::address address = ip::make_address(actual, bad_address);
  if (bad_address) return false;
  std::string network = wanted.literal();
  if (network.find('/') == std::string::npos) network += address.is_v4() ? "/32" : "/128";
  if (address.is_v4()) {
    const auto v4 = ip::make_network_v4(network, bad_network);
    return !bad_network && (address.to_v4().to_uint() & v4.netmask().to_uint()) == v4.network().to_uint();
  }
  const auto v6 = ip::make_network_v6(network, bad_network);
  if (bad_network) return false;
  return ip::network_v6(address.to_v6(), v6.prefix_length()).network() == v6.network();
}

struct Operator {
  std::string_view name;
  Compare compare;
  bool negated = false;
};

constexpr std::array<Operator, 26> kOperators = {{{"StringEquals", equal_text},
                                                  {"StringNotEquals", equal_text, true},
                                                  {"StringEqualsIgnoreCase", equal_ignoring_case},
                                                  {"StringNotEqualsIgnoreCase", equal_ignoring_case, true},
                                                  {"StringLike", like},
                                                  {"StringNotLike", like, true},
                                                  {"NumericEquals", ordered<compare_numbers, 0>},
                                                  {"NumericNotEquals", ordered<compare_numbers, 0>, true},
                                                  {"NumericLessThan", ordered<compare_numbers, -1>},
                                                  {"NumericLessThanEquals", ordered<compare_numbers, -1, 0>},
                                                  {"NumericGreaterThan", ordered<compare_numbers, 1>},
                                                  {"NumericGreaterThanEquals", ordered<compare_numbers, 1, 0>},
                                                  {"DateEquals", ordered<compare_dates, 0>},
                                                  {"DateNotEquals", ordered<compare_dates, 0>, true},
                                                  {"DateLessThan", ordered<compare_dates, -1>},
                                                  {"DateLessThanEquals", ordered<compare_dates, -1, 0>},
                                                  {"DateGreaterThan", ordered<compare_dates, 1>},
                                                  {"DateGreaterThanEquals", ordered<compare_dates, 1, 0>},
                                                  {"Bool", equal_ignoring_case},
                                                  {"BinaryEquals", equal_bytes},
                                                  {"IpAddress", in_network},
                                                  {"NotIpAddress", in_network, true},
                                                  {"ArnEquals", like_arn},
                                                  {"ArnLike", like_arn},
                                                  {"ArnNotEquals", like_arn, true},
                                                  {"ArnNotLike", like_arn, true}}};

/// Null: "true" wants the key absent, "false" present.
bool null_holds(const Condition& condition, bool present) {
  return std::ranges::any_of(condition.values,
                             [&](const std::string& value) { return (lower_case(value) == "true") != present; });
}

}  // namespace

bool holds(const Condition& condition, const Context& context, bool variables) {
  const auto found = context.find(lower_case(condition.key));
  const bool present = found != context.end() && !found->second.empty();
  if (condition.op == "Null") return null_holds(condition, present);
  const auto* op = std::ranges::find(kOperators, condition.op, &Operator::name);
  if (op == kOperators.end()) return false;
  using Quantifier = Condition::Quantifier;
  if (!present) {
    if (condition.quantifier == Quantifier::kForAnyValue) return false;
    return condition.if_exists || condition.quantifier == Quantifier::kForAllValues || op->negated;
  }
  const auto satisfied = [&](const std::string& actual) {
    const bool any = std::ranges::any_of(condition.values, [&](const std::string& text) {
      const auto wanted = Pattern::of(text, context, variables);
      return wanted && op->compare(actual, *wanted);
    });
    return any != op->negated;
  };
  const bool all =
      condition.quantifier == Quantifier::kForAllValues || (condition.quantifier == Quantifier::kNone && op->negated);
  return all ? std::ranges::all_of(found->second, satisfied) : std::ranges::any_of(found->second, satisfied);
}

bool all_hold(const std::vector<Condition>& conditions, const Context& context, bool variables) {
  return std::ranges::all_of(conditions, [&](const Condition& one) { return holds(one, context, variables); });
}

}  // namespace cloudling::policy
