#pragma once

// Single values as text: in headers, query parameters, path labels, forms and XML.

#include <string>
#include <string_view>

#include "emulators/aws/shape.h"

namespace cloudling::aws {

/// Whether a value of this kind can stand as one text.
bool is_scalar(Kind kind);

/// Reads `text` into `target`, a value of `kind`. False where it is not one; `target` is unchanged then.
/// With TimestampFormat::kDefault any date is taken.
bool parse_scalar(Kind kind, TimestampFormat format, std::string_view text, void* target);

/// The text of a value; `format` is not kDefault.
std::string print_scalar(Kind kind, TimestampFormat format, const void* value);

/// The format that a field asks for, else that of where it stands.
inline TimestampFormat format_or(TimestampFormat asked, TimestampFormat usual) {
  return asked == TimestampFormat::kDefault ? usual : asked;
}

}  // namespace cloudling::aws
