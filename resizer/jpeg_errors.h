#pragma once

// libjpeg reports errors by calling a function that must not return. This one jumps back into the codec. The rules that
// make it safe: every call into libjpeg is made by a function that sets `jump` itself, that has no object with a
// destructor while libjpeg runs, and that changes members only.

#include <csetjmp>
#include <cstddef>
#include <cstdio>

#include <jpeglib.h>

#include "resizer/resizer.h"

namespace cloudling::resizer {

struct JpegErrors {
  jpeg_error_mgr base;  ///< First: libjpeg's pointer to it is a pointer to the whole.
  jmp_buf jump;
  bool warned = false;  ///< The error was a warning: the data are damaged.
  char message[JMSG_LENGTH_MAX] = "";

  JpegErrors();
};

/// The failure for what was reported last.
Failure jpeg_failure(const JpegErrors& errors);

}  // namespace cloudling::resizer
