#define _GNU_SOURCE
#include "CFairwayLinux.h"
#include "result.h"

#include <sys/eventfd.h>
#include <unistd.h>

int fairway_epoll_create(void) { return FAIRWAY_RESULT(epoll_create1(EPOLL_CLOEXEC)); }

static int control(int epoll, int operation, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return FAIRWAY_RESULT(epoll_ctl(epoll, operation, descriptor, &event));
}

int fairway_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_ADD, descriptor, events, token);
}

int fairway_epoll_change(int epoll, int descriptor, uint32_t events, uint64_t token) {
    return control(epoll, EPOLL_CTL_MOD, descriptor, events, token);
}

int fairway_epoll_remove(int epoll, int descriptor) { return control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0); }

int fairway_epoll_wait(int epoll, struct epoll_event *events, int capacity, int timeout) {
    return FAIRWAY_RESULT(epoll_wait(epoll, events, capacity, timeout));
}

int fairway_eventfd(void) { return FAIRWAY_RESULT(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)); }

int fairway_eventfd_signal(int descriptor) {
    uint64_t one = 1;
    return (int)FAIRWAY_RESULT(write(descriptor, &one, sizeof one));
}

int fairway_eventfd_drain(int descriptor) {
    uint64_t count;
    return (int)FAIRWAY_RESULT(read(descriptor, &count, sizeof count));
}
