#pragma once

// The verbs of the command line beside `serve`. Each prints for a person and answers the process's exit code.

#include "server/config.h"

namespace cloudling::server {

/// 0 done; 1 the server or the image refused (the reason on stderr); 2 no server answers there.
int run(const SnapshotCommand& command);
int run(const ResetCommand& command);
int run(const HealthCommand& command);
int run(const ClockCommand& command);
int run(const ResizeCommand& command);
int run(const OperationsCommand& command);
int run(const IamExplainCommand& command);

/// 0 valid, succeeded, or all passed; 1 not so; 2 it cannot be read, or (run) is not valid.
int run(const AslCommand& command);

}  // namespace cloudling::server
