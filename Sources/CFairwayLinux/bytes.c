#define _GNU_SOURCE
#include "CFairwayLinux.h"
#include "result.h"

#include <fcntl.h>
#include <unistd.h>

ssize_t fairway_receive(int descriptor, void *bytes, size_t count) {
    return FAIRWAY_RESULT(recv(descriptor, bytes, count, 0));
}

ssize_t fairway_send(int descriptor, const void *bytes, size_t count) {
    return FAIRWAY_RESULT(send(descriptor, bytes, count, MSG_NOSIGNAL));
}

ssize_t fairway_splice(int from, int to, size_t count) {
    return FAIRWAY_RESULT(splice(from, NULL, to, NULL, count, SPLICE_F_MOVE | SPLICE_F_NONBLOCK));
}

int fairway_pipe(int ends[2], int capacity) {
    int result = FAIRWAY_RESULT(pipe2(ends, O_NONBLOCK | O_CLOEXEC));
    if (result == 0) {
        // An ordinary user's allowance of pipe memory may be used up: the pipe then stays as small as it is.
        (void)fcntl(ends[1], F_SETPIPE_SZ, capacity);
    }
    return result;
}

int fairway_close(int descriptor) { return FAIRWAY_RESULT(close(descriptor)); }
