#pragma once

#include <errno.h>

/// The value of a system call, or -errno.
#define FAIRWAY_RESULT(call)                     \
    ({                                           \
        __typeof__(call) fairway_value = (call); \
        fairway_value < 0 ? -errno : fairway_value; \
    })
