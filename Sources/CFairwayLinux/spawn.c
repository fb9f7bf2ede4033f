#define _GNU_SOURCE
#include "CFairwayLinux.h"
#include "result.h"

#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/// What the caller does with signals is no business of the new program.
static int reset_signals(posix_spawnattr_t *attributes) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int result = posix_spawnattr_setsigmask(attributes, &none);
    if (result == 0) {
        result = posix_spawnattr_setsigdefault(attributes, &all);
    }
    return result != 0 ? result : posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

int fairway_spawn(const char *path, char *const arguments[], char *const environment[]) {
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    pid_t child = 0;
    int result = posix_spawnattr_init(&attributes);
    if (result != 0) {
        return -result;
    }
    result = posix_spawn_file_actions_init(&actions);
    if (result == 0) {
        result = reset_signals(&attributes);
        if (result == 0) {
            // Everything of ours is closed on exec; what some library opened may not be.
            result = posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
        }
        if (result == 0) {
            result = posix_spawn(&child, path, &actions, &attributes, arguments, environment);
        }
        posix_spawn_file_actions_destroy(&actions);
    }
    posix_spawnattr_destroy(&attributes);
    return result == 0 ? child : -result;
}

int fairway_process_descriptor(int process) { return (int)FAIRWAY_RESULT(syscall(SYS_pidfd_open, process, 0)); }

int fairway_kill(int process) { return FAIRWAY_RESULT(kill(process, SIGKILL)); }

int fairway_wait_process(int process) {
    int status = 0;
    int result = FAIRWAY_RESULT(waitpid(process, &status, 0));
    if (result < 0) {
        return result;
    }
    return WIFSIGNALED(status) ? 256 + WTERMSIG(status) : WEXITSTATUS(status);
}
