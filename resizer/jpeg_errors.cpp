#include "resizer/jpeg_errors.h"

#include <jerror.h>

#include <string>

namespace cloudling::resizer {
namespace {

JpegErrors& errors_of(j_common_ptr info) { return *reinterpret_cast<JpegErrors*>(info->err); }

[[noreturn]] void stop(j_common_ptr info) {
  JpegErrors& errors = errors_of(info);
  (*info->err->format_message)(info, errors.message);
  longjmp(errors.jump, 1);
}

// Warnings about what does not touch the pixels.
bool is_harmless(int code) { return code == JWRN_ADOBE_XFORM || code == JWRN_JFIF_MAJOR || code == JWRN_BOGUS_ICC; }

// Levels below zero are warnings, the others trace messages. libjpeg would go on and fill in grey.
void take_message(j_common_ptr info, int level) {
  if (level >= 0 || is_harmless(info->err->msg_code)) return;
  errors_of(info).warned = true;
  stop(info);
}

void print_nothing(j_common_ptr /*info*/) {}

// What a whole file may be and is not decoded: lossless and 12-bit JPEG, and what libjpeg was built without.
bool is_unsupported(int code) {
  switch (code) {
    case JERR_ARITH_NOTIMPL:
    case JERR_BAD_PRECISION:
    case JERR_CCIR601_NOTIMPL:
    case JERR_COMPONENT_COUNT:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL:
    case JERR_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_SOF_UNSUPPORTED:
      return true;
    default:
      return false;
  }
}

}  // namespace

JpegErrors::JpegErrors() {
  jpeg_std_error(&base);
  base.error_exit = stop;
  base.emit_message = take_message;
  base.output_message = print_nothing;
}

Failure jpeg_failure(const JpegErrors& errors) {
  const std::string detail = errors.message;
  const int code = errors.base.msg_code;
  if (code == JERR_OUT_OF_MEMORY) return {Failure::Kind::kTooLarge, "there is not enough memory for the JPEG image"};
  if (is_unsupported(code) && !errors.warned) {
    return {Failure::Kind::kUnsupported, "this kind of JPEG is not decoded (" + detail + ")"};
  }
  return {Failure::Kind::kCorrupt, "the JPEG image is damaged or cut off (" + detail + ")"};
}

}  // namespace cloudling::resizer
