#pragma once

// The object type of json::Value: keeps the order in which keys came and finds a key in constant time.
//
// Entries lie in one vector, in insertion order. Up to kLinearMax entries a find is a scan, which beats hashing at
// that size and costs no memory; above, an open-addressing table of positions is kept beside the entries.
// Erasing keeps the order of the rest and takes linear time.
//
// Equality is that of JSON objects: the order of keys does not matter. Iterators are those of a vector: inserting
// and erasing invalidates them. A key must not be changed through an iterator.

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace cloudling::json {

/// Template parameters as nlohmann::basic_json passes them. Key must be a string (convertible to string_view).
template <class Key, class T, class IgnoredLess = std::less<Key>,
          class Allocator = std::allocator<std::pair<const Key, T>>>
class OrderedMap {
 public:
  using key_type = Key;
  using mapped_type = T;
  using value_type = std::pair<Key, T>;
  using key_compare = std::equal_to<>;
  using allocator_type = typename std::allocator_traits<Allocator>::template rebind_alloc<value_type>;
  using Entries = std::vector<value_type, allocator_type>;
  using iterator = typename Entries::iterator;
  using const_iterator = typename Entries::const_iterator;
  using size_type = typename Entries::size_type;
  using difference_type = typename Entries::difference_type;
  using reference = value_type&;
  using const_reference = const value_type&;

  static constexpr size_type kLinearMax = 8;

  OrderedMap() = default;
  explicit OrderedMap(const Allocator&) {}
  template <std::input_iterator It>
  OrderedMap(It first, It last, const Allocator& = Allocator()) {
    insert(first, last);
  }
  OrderedMap(std::initializer_list<value_type> init, const Allocator& = Allocator()) {
    insert(init.begin(), init.end());
  }

  iterator begin() noexcept { return entries_.begin(); }
  iterator end() noexcept { return entries_.end(); }
  const_iterator begin() const noexcept { return entries_.begin(); }
  const_iterator end() const noexcept { return entries_.end(); }
  const_iterator cbegin() const noexcept { return entries_.cbegin(); }
  const_iterator cend() const noexcept { return entries_.cend(); }
  size_type size() const noexcept { return entries_.size(); }
  size_type max_size() const noexcept { return kMaxSize; }
  bool empty() const noexcept { return entries_.empty(); }
  void reserve(size_type count) { entries_.reserve(count); }

  void clear() noexcept {
    entries_.clear();
    slots_.clear();
  }

  void swap(OrderedMap& other) noexcept {
    entries_.swap(other.entries_);
    slots_.swap(other.slots_);
  }
  friend void swap(OrderedMap& a, OrderedMap& b) noexcept { a.swap(b); }

  iterator find(std::string_view key) { return entries_.begin() + static_cast<difference_type>(position(key)); }
  const_iterator find(std::string_view key) const {
    return entries_.begin() + static_cast<difference_type>(position(key));
  }
  size_type count(std::string_view key) const { return position(key) == entries_.size() ? 0 : 1; }
  bool contains(std::string_view key) const { return count(key) == 1; }

  T& at(std::string_view key) { return entries_[existing(key)].second; }
  const T& at(std::string_view key) const { return entries_[existing(key)].second; }

  template <class K>
  T& operator[](K&& key) {
    return emplace(std::forward<K>(key), T()).first->second;
  }
  template <class K>
  const T& operator[](K&& key) const {
    return at(std::string_view(key));
  }

  /// Appends the entry unless the key exists; then nothing changes and the second member is false.
  template <class K, class V>
  std::pair<iterator, bool> emplace(K&& key, V&& value) {
    const size_type found = position(std::string_view(key));
    if (found != entries_.size()) return {entries_.begin() + static_cast<difference_type>(found), false};
    entries_.emplace_back(Key(std::forward<K>(key)), T(std::forward<V>(value)));
    index_last();
    return {std::prev(entries_.end()), true};
  }

  std::pair<iterator, bool> insert(const value_type& value) { return emplace(value.first, value.second); }
  std::pair<iterator, bool> insert(value_type&& value) {
    return emplace(std::move(value.first), std::move(value.second));
  }
  /// As std::map has it; the hint is ignored, the entry goes to the end.
  iterator insert(const_iterator, value_type value) { return insert(std::move(value)).first; }
  template <std::input_iterator It>
  void insert(It first, It last) {
    for (; first != last; ++first) emplace(first->first, first->second);
  }

  size_type erase(std::string_view key) {
    const size_type found = position(key);
    if (found == entries_.size()) return 0;
    erase(entries_.begin() + static_cast<difference_type>(found));
    return 1;
  }
  iterator erase(iterator where) { return erase(where, std::next(where)); }
  iterator erase(iterator first, iterator last) {
    if (first == last) return first;
    const iterator next = entries_.erase(first, last);
    rebuild_index();
    return next;
  }

  friend bool operator==(const OrderedMap& a, const OrderedMap& b) {
    if (a.size() != b.size()) return false;
    return std::ranges::all_of(a.entries_, [&b](const value_type& entry) {
      const auto found = b.find(entry.first);
      return found != b.end() && found->second == entry.second;
    });
  }

  /// Some order, the same for equal maps: that of the entries sorted by key.
  friend std::partial_ordering operator<=>(const OrderedMap& a, const OrderedMap& b) {
    const auto left = a.sorted();
    const auto right = b.sorted();
    for (size_t i = 0; i < left.size() && i < right.size(); ++i) {
      if (left[i]->first != right[i]->first) return left[i]->first < right[i]->first ? kLess : kGreater;
      if (left[i]->second < right[i]->second) return kLess;
      if (right[i]->second < left[i]->second) return kGreater;
    }
    return left.size() <=> right.size();
  }

 private:
  using Slot = uint32_t;  // position + 1; 0 where free
  static constexpr size_type kMaxSize = UINT32_MAX / 4;
  static constexpr auto kLess = std::partial_ordering::less;
  static constexpr auto kGreater = std::partial_ordering::greater;

  size_type position(std::string_view key) const {
    if (slots_.empty()) {
      size_type at = 0;
      while (at < entries_.size() && std::string_view(entries_[at].first) != key) ++at;
      return at;
    }
    for (size_t slot = first_slot(key);; slot = (slot + 1) & (slots_.size() - 1)) {
      if (slots_[slot] == 0) return entries_.size();
      if (std::string_view(entries_[slots_[slot] - 1].first) == key) return slots_[slot] - 1;
    }
  }

  size_type existing(std::string_view key) const {
    const size_type found = position(key);
    if (found == entries_.size()) throw std::out_of_range("key not found");
    return found;
  }

  size_t first_slot(std::string_view key) const { return std::hash<std::string_view>()(key) & (slots_.size() - 1); }

  void index_last() {
    if (entries_.size() <= kLinearMax) return;
    if (entries_.size() > kMaxSize) throw std::length_error("too many keys");
    if (entries_.size() * 2 > slots_.size()) return rebuild_index();
    occupy(entries_.size() - 1);
  }

  void rebuild_index() {
    slots_.clear();
    if (entries_.size() <= kLinearMax) return;
    size_t capacity = kLinearMax * 4;
    while (capacity < entries_.size() * 4) capacity *= 2;
    slots_.assign(capacity, 0);
    for (size_t at = 0; at < entries_.size(); ++at) occupy(at);
  }

  void occupy(size_type at) {
    size_t slot = first_slot(entries_[at].first);
    while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = static_cast<Slot>(at + 1);
  }

  std::vector<const value_type*> sorted() const {
    std::vector<const value_type*> order;
    order.reserve(entries_.size());
    for (const value_type& entry : entries_) order.push_back(&entry);
    std::ranges::sort(order, [](auto* a, auto* b) { return a->first < b->first; });
    return order;
  }

  Entries entries_;
  std::vector<Slot> slots_;
};

}  // namespace cloudling::json
