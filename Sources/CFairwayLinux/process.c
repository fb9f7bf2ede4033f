#define _GNU_SOURCE
#include "CFairwayLinux.h"
#include "result.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <time.h>

uint64_t fairway_monotonic_milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

uint64_t fairway_unix_seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    return (uint64_t)now.tv_sec;
}

int64_t fairway_raise_descriptor_limit(void) {
    struct rlimit limit;
    int result = FAIRWAY_RESULT(getrlimit(RLIMIT_NOFILE, &limit));
    if (result < 0) {
        return result;
    }
    struct rlimit raised = {.rlim_cur = limit.rlim_max, .rlim_max = limit.rlim_max};
    if (limit.rlim_cur < limit.rlim_max && setrlimit(RLIMIT_NOFILE, &raised) == 0) {
        limit = raised;
    }
    return limit.rlim_cur > INT64_MAX ? INT64_MAX : (int64_t)limit.rlim_cur;
}

int fairway_block_signals(void) {
    sigset_t all;
    sigfillset(&all);
    return -pthread_sigmask(SIG_SETMASK, &all, NULL);
}

int fairway_name_thread(const char *name) { return -pthread_setname_np(pthread_self(), name); }

int fairway_processor_count(void) {
    cpu_set_t processors;
    int result = FAIRWAY_RESULT(sched_getaffinity(0, sizeof processors, &processors));
    return result < 0 ? result : CPU_COUNT(&processors);
}
