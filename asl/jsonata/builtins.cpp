#include "asl/jsonata/builtins.h"

#include <algorithm>
#include <memory>

namespace cloudling::asl::jsonata {
namespace {

bool fits(const Item& item, char type) {
  switch (type) {
    case 's':
      return item.is_string();
    case 'n':
      return item.is_number();
    case 'b':
      return item.is_boolean();
    case 'o':
      return item.is_object();
    case 'f':
      return item.is_function();
    case 'N':
      return item.is_number() || (item.is_array() && std::ranges::all_of(item.items(), &Item::is_number));
    case 'S':
      return item.is_string() || (item.is_array() && std::ranges::all_of(item.items(), &Item::is_string));
    default:
      return true;
  }
}

[[noreturn]] void refuse(const Builtin& builtin, size_t argument, char type) {
  const std::string which = "Argument " + std::to_string(argument + 1) + " of function \"" + std::string(builtin.name);
  if (type == 'N') throw Error{"T0412", which + "\" must be an array of numbers"};
  if (type == 'S') throw Error{"T0412", which + "\" must be an array of strings"};
  throw Error{"T0410", which + "\" does not match function signature"};
}

Item run(const Builtin& builtin, Evaluator& evaluator, const Item& input, Items arguments) {
  if (builtin.context && arguments.size() < builtin.required) {
    if (input.defined() && !fits(input, builtin.parameters.front())) {
      throw Error{"T0411", "Context value is not a compatible type with argument 1 of function \"" +
                               std::string(builtin.name) + "\""};
    }
    arguments.insert(arguments.begin(), input);
  }
  if (arguments.size() > builtin.parameters.size()) refuse(builtin, builtin.parameters.size(), 'x');
  const size_t given = arguments.size();
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].defined() && !fits(arguments[i], builtin.parameters[i])) refuse(builtin, i, builtin.parameters[i]);
  }
  arguments.resize(builtin.parameters.size());
  if (builtin.strict && (arguments.empty() || !arguments.front().defined())) {
    if (!arguments.empty()) return {};
  }
  evaluator.spend(1);
  Call call{evaluator, input, std::move(arguments), given};
  return builtin.run(call);
}

using Table = std::map<std::string, Item, std::less<>>;

Table make_table() {
  Table table;
  for (const auto functions : {string_functions(), number_functions(), array_functions(), object_functions(),
                               time_functions(), encoding_functions()}) {
    for (const Builtin& builtin : functions) {
      auto function = std::make_shared<Function>();
      // $map and its like hand over as many arguments as a function takes: $string is not to take the index for a flag.
      function->arity = builtin.name == "string" ? 1 : builtin.parameters.size();
      function->call = [&builtin](Evaluator& evaluator, const Item& input, Items arguments) {
        return run(builtin, evaluator, input, std::move(arguments));
      };
      table.emplace(builtin.name, Item(std::shared_ptr<const Function>(std::move(function))));
    }
  }
  return table;
}

}  // namespace

Item builtin(std::string_view name) {
  static const Table table = make_table();
  const auto found = table.find(name);
  return found == table.end() ? Item() : found->second;
}

size_t character_count(std::string_view text) {
  return static_cast<size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string_view characters(std::string_view text, size_t from, size_t count) {
  const auto skip = [&text](size_t at, size_t characters) {
    while (at < text.size() && characters > 0) {
      ++at;
      while (at < text.size() && (text[at] & 0xC0) == 0x80) ++at;
      --characters;
    }
    return at;
  };
  const size_t begin = skip(0, from);
  return text.substr(begin, skip(begin, count) - begin);
}

}  // namespace cloudling::asl::jsonata
