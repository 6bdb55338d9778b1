#pragma once

// Errors of SelectObjectContent (S3 API reference, "List of SELECT Object Content Error Codes"), all of them 400. The
// wording is AWS's where it was seen in answers, else that of the list.

#include <string>

#include "emulators/aws/error.h"

namespace cloudling::s3::select {

/// Where in the expression something stands, both from 1.
struct Place {
  int line = 1;
  int column = 1;
};

/// "message at line 1, column 8."
aws::Error refused_at(std::string code, const std::string& message, Place place);

/// The error of that code in the list's words. The code has to be one of the list that errors.cpp knows.
aws::Error refused(const char* code);

aws::Error invalid_column_index(Place place);

}  // namespace cloudling::s3::select
