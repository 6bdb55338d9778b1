// Functions of lists, and those that take functions.

#include <algorithm>
#include <array>
#include <cmath>

#include "asl/jsonata/builtins.h"

namespace cloudling::asl::jsonata {
namespace {

constexpr double kMostMade = 1e6;  ///< items that $range and $partition make

/// Calls with as many of the arguments as the function takes.
Item called(Call& call, const Item& function, Items arguments) {
  const size_t arity = function.function().is_pattern ? 1 : function.function().arity;
  if (arguments.size() > std::max<size_t>(arity, 1)) arguments.resize(std::max<size_t>(arity, 1));
  return call.evaluator.call(function, call.input, std::move(arguments));
}

Item index_item(size_t index) { return Item::of(static_cast<double>(index)); }

Item map(Call& call) {
  const Items items = call[0].items();
  const Item whole = array_of(items);
  List list;
  list.sequence = true;
  for (size_t i = 0; i < items.size(); ++i) {
    Item result = called(call, call[1], {items[i], index_item(i), whole});
    if (result.defined()) list.items.push_back(std::move(result));
  }
  return Item(std::move(list));
}

Items matching(Call& call) {
  const Items items = call[0].items();
  const Item whole = array_of(items);
  Items out;
  for (size_t i = 0; i < items.size(); ++i) {
    if (truth(called(call, call[1], {items[i], index_item(i), whole}))) out.push_back(items[i]);
  }
  return out;
}

Item filter(Call& call) {
  List list;
  list.items = matching(call);
  list.sequence = true;
  return Item(std::move(list));
}

Item single(Call& call) {
  const Items found = call.has(1) ? matching(call) : call[0].items();
  if (found.size() > 1)
    throw Error{"D3138", "The $single() function expected exactly 1 matching result.  Instead it matched more."};
  if (found.empty())
    throw Error{"D3139", "The $single() function expected exactly 1 matching result.  Instead it matched 0."};
  return found.front();
}

Item reduce(Call& call) {
  if (!call[1].function().is_pattern && call[1].function().arity < 2) {
    throw Error{"D3050", "The second argument of reduce function must be a function with at least two arguments"};
  }
  const Items items = call[0].items();
  const Item whole = array_of(items);
  size_t at = call.has(2) || items.empty() ? 0 : 1;
  Item result = call.has(2) ? call[2] : items.empty() ? Item() : items.front();
  for (; at < items.size(); ++at) result = called(call, call[1], {result, items[at], index_item(at), whole});
  return result;
}

Item zip(Call& call) {
  size_t shortest = SIZE_MAX;
  std::vector<Items> lists;
  for (size_t i = 0; i < call.given; ++i) {
    lists.push_back(call[i].items());
    shortest = std::min(shortest, lists.back().size());
  }
  Items out;
  for (size_t i = 0; !lists.empty() && i < shortest; ++i) {
    Items row;
    for (const Items& list : lists) row.push_back(list[i]);
    out.push_back(array_of(std::move(row)));
  }
  return array_of(std::move(out));
}

Item appended(Call& call) { return append(call[0], call[1]); }

Item reverse(Call& call) {
  Items items = call[0].items();
  std::ranges::reverse(items);
  return array_of(std::move(items));
}

Item shuffle(Call& call) {
  Items items = call[0].items();
  for (size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[call.evaluator.bindings().random() % i]);
  return array_of(std::move(items));
}

Item distinct(Call& call) {
  if (!call[0].is_array() || call[0].size() <= 1) return call[0];
  Items out;
  for (const Item& item : call[0].items()) {
    call.evaluator.spend(out.size());
    const bool seen = std::ranges::any_of(out, [&](const Item& other) { return equal(item, other); });
    if (!seen) out.push_back(item);
  }
  List list;
  list.items = std::move(out);
  list.sequence = call[0].is_sequence();
  return Item(std::move(list));
}

/// A merge sort: the comparison may be a function that contradicts itself, and may throw.
Items merge_sorted(Items items, const std::function<bool(const Item&, const Item&)>& after) {
  if (items.size() < 2) return items;
  const auto half = static_cast<std::ptrdiff_t>(items.size() / 2);
  Items left = merge_sorted({items.begin(), items.begin() + half}, after);
  Items right = merge_sorted({items.begin() + half, items.end()}, after);
  Items out;
  size_t l = 0;
  size_t r = 0;
  while (l < left.size() && r < right.size()) out.push_back(after(left[l], right[r]) ? right[r++] : left[l++]);
  out.insert(out.end(), left.begin() + static_cast<std::ptrdiff_t>(l), left.end());
  out.insert(out.end(), right.begin() + static_cast<std::ptrdiff_t>(r), right.end());
  return out;
}

Item sort(Call& call) {
  Items items = call[0].items();
  if (call.has(1)) {
    return array_of(merge_sorted(std::move(items), [&call](const Item& left, const Item& right) {
      return truth(called(call, call[1], {left, right}));
    }));
  }
  const bool numbers = std::ranges::all_of(items, &Item::is_number);
  if (!numbers && !std::ranges::all_of(items, &Item::is_string)) {
    throw Error{"D3070",
                "The single argument form of the sort function can only be applied to an array of strings or "
                "an array of numbers.  Use the second argument to specify a comparison function"};
  }
  std::stable_sort(items.begin(), items.end(), [numbers](const Item& left, const Item& right) {
    return numbers ? left.number() < right.number() : left.text() < right.text();
  });
  return array_of(std::move(items));
}

Item exists(Call& call) { return Item(json::Value(call.has(0))); }

Item boolean(Call& call) { return call.has(0) ? Item(json::Value(truth(call[0]))) : Item(); }

Item negation(Call& call) { return call.has(0) ? Item(json::Value(!truth(call[0]))) : Item(); }

// ---- what Step Functions adds
// -------------------------------------------------------------------------------------------

Item partition(Call& call) {
  const double size = std::floor(call.has(1) ? call[1].number() : 0);
  if (size < 1) throw Error{"T0410", "Argument 2 of function \"partition\" must be a positive number"};
  Items parts;
  Items part;
  for (const Item& item : call[0].items()) {
    part.push_back(item);
    if (static_cast<double>(part.size()) < size) continue;
    parts.push_back(array_of(std::exchange(part, {})));
  }
  if (!part.empty()) parts.push_back(array_of(std::move(part)));
  return array_of(std::move(parts));
}

/// From the first to the second, which is within, by the third. One member stands alone, as recorded.
Item range(Call& call) {
  if (!call.has(1) || !call.has(2)) return {};
  const double step = call[2].number();
  if (step == 0) throw Error{"D3000", "Argument 3 of function \"range\" must not be zero"};
  const double count = std::floor((call[1].number() - call[0].number()) / step) + 1;
  if (count > kMostMade) throw Error{"D2014", "The range has too many members"};
  Items out;
  for (double i = 0; i < count; ++i) out.push_back(Item::of(call[0].number() + i * step));
  call.evaluator.spend(out.size());
  return out.size() == 1 ? out.front() : array_of(std::move(out));
}

}  // namespace

std::span<const Builtin> array_functions() {
  static constexpr std::array<Builtin, 16> kFunctions = {{
      {"map", "af", 2, false, true, map},
      {"filter", "af", 2, false, true, filter},
      {"single", "af", 1, false, true, single},
      {"reduce", "afx", 2, false, true, reduce},
      {"zip", "aaaaaaaa", 1, false, false, zip},
      {"append", "xx", 2, false, false, appended},
      {"reverse", "a", 1, false, true, reverse},
      {"shuffle", "a", 1, false, true, shuffle},
      {"distinct", "x", 1, false, true, distinct},
      {"sort", "af", 1, false, true, sort},
      {"exists", "x", 1, false, false, exists},
      {"boolean", "x", 1, true, false, boolean},
      {"not", "x", 1, true, false, negation},
      {"partition", "an", 2, false, true, partition},
      {"range", "nnn", 3, false, true, range},
      {"foldLeft", "afx", 2, false, true, reduce},
  }};
  return kFunctions;
}

}  // namespace cloudling::asl::jsonata
