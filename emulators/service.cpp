#include "emulators/service.h"
