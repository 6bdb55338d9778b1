#pragma once

// The methods and properties of Java's String, numbers, Boolean, ArrayList and LinkedHashMap that templates call.
// No reflection: there is no `.class` and no way from a value to any other code.

#include <string>

#include "emulators/apigateway/velocity/value.h"

namespace cloudling::velocity {

/// `target.name(arguments)`: nothing where there is no such method, or none that takes these arguments. Throws
/// RenderError where Java's would throw.
Result call_method(Heap& heap, const Value& target, const std::string& name, const Values& arguments);

/// `target.name`: getName(), get("name") of a map, isName().
Result get_property(Heap& heap, const Value& target, const std::string& name);

Result call_text_method(Heap& heap, const std::string& text, const std::string& name, const Values& arguments);
Result call_list_method(Heap& heap, List& list, const std::string& name, const Values& arguments);
Result call_map_method(Heap& heap, Map& map, const std::string& name, const Values& arguments);

/// The item, which has to be there.
Value& item_at(List& list, int64_t index);

}  // namespace cloudling::velocity
