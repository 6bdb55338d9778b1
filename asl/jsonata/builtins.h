#pragma once

// The function library. Inner to asl/jsonata: each file of functions gives its part of the table.

#include <span>
#include <string>
#include <string_view>

#include "asl/jsonata/evaluator.h"

namespace cloudling::asl::jsonata {

/// What a function is given: its arguments, as many as it has parameters, undefined where none was given.
struct Call {
  Evaluator& evaluator;
  const Item& input;
  Items arguments;
  size_t given = 0;

  const Item& operator[](size_t i) const { return arguments[i]; }
  bool has(size_t i) const { return arguments[i].defined(); }
};

/// `parameters` has a letter each: s string, n number, b boolean, o object, a array (others become one), N array of
/// numbers, S array of strings, f function, x anything. The first `required` must be given; where one is missing and
/// `context` is set, the context value stands first. Nothing as the first argument gives nothing, where `strict`.
struct Builtin {
  std::string_view name;
  std::string_view parameters;
  size_t required;
  bool context;
  bool strict;
  Item (*run)(Call& call);
};

std::span<const Builtin> string_functions();
std::span<const Builtin> number_functions();
std::span<const Builtin> array_functions();
std::span<const Builtin> object_functions();
std::span<const Builtin> time_functions();
std::span<const Builtin> encoding_functions();

inline Item text_item(std::string text) { return Item(json::Value(std::move(text))); }

/// Positions of UTF-8 characters: strings are counted in them.
size_t character_count(std::string_view text);
std::string_view characters(std::string_view text, size_t from, size_t count);

}  // namespace cloudling::asl::jsonata
