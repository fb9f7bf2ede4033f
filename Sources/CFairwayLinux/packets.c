#define _GNU_SOURCE
#include "CFairwayLinux.h"
#include "result.h"

#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int unix_address(struct sockaddr_un *address, const char *path) {
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (strlen(path) >= sizeof address->sun_path) {
        return -ENAMETOOLONG;
    }
    strcpy(address->sun_path, path);
    return 0;
}

int fairway_bind_private(int descriptor, const char *path) {
    struct sockaddr_un address;
    int result = unix_address(&address, path);
    if (result == 0) {
        // Before it has a name: the file then has this mode from its first moment.
        result = FAIRWAY_RESULT(fchmod(descriptor, S_IRUSR | S_IWUSR));
    }
    return result < 0 ? result : FAIRWAY_RESULT(bind(descriptor, (struct sockaddr *)&address, sizeof address));
}

int fairway_connect_path(int descriptor, const char *path) {
    struct sockaddr_un address;
    int result = unix_address(&address, path);
    return result < 0 ? result : FAIRWAY_RESULT(connect(descriptor, (struct sockaddr *)&address, sizeof address));
}

int fairway_peer(int descriptor, uint32_t *user, int32_t *process) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    int result = FAIRWAY_RESULT(getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length));
    if (result == 0) {
        *user = peer.uid;
        *process = peer.pid;
    }
    return result;
}

union rights {
    struct cmsghdr header;
    uint8_t bytes[CMSG_SPACE(sizeof(int) * fairway_passed_capacity)];
};

ssize_t fairway_send_packet(int descriptor, const void *bytes, size_t count, const int *passed, int passed_count) {
    union rights rights;
    struct iovec vector = {.iov_base = (void *)bytes, .iov_len = count};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
    if (passed_count > fairway_passed_capacity) {
        return -EINVAL;
    }
    if (passed_count > 0) {
        memset(&rights, 0, sizeof rights);
        message.msg_control = rights.bytes;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * passed_count);
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int) * passed_count);
        memcpy(CMSG_DATA(header), passed, sizeof(int) * passed_count);
    }
    return FAIRWAY_RESULT(sendmsg(descriptor, &message, MSG_NOSIGNAL | MSG_DONTWAIT));
}

ssize_t fairway_receive_packet(int descriptor, void *bytes, size_t capacity, int *passed, int *passed_count) {
    union rights rights;
    struct iovec vector = {.iov_base = bytes, .iov_len = capacity};
    struct msghdr message = {
        .msg_iov = &vector, .msg_iovlen = 1, .msg_control = rights.bytes, .msg_controllen = sizeof rights};
    *passed_count = 0;
    ssize_t count = FAIRWAY_RESULT(recvmsg(descriptor, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC));
    if (count < 0) {
        return count;
    }
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
            *passed_count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
            memcpy(passed, CMSG_DATA(header), sizeof(int) * *passed_count);
        }
    }
    // What is cut off is lost: descriptors are when this process may not have so many.
    return message.msg_flags & MSG_CTRUNC ? -EMFILE : message.msg_flags & MSG_TRUNC ? -EMSGSIZE : count;
}

int fairway_wait_readable(const int *descriptors, int count, int timeout) {
    struct pollfd watched[4];
    if (count > 4) {
        return -EINVAL;
    }
    for (int i = 0; i < count; i++) {
        watched[i] = (struct pollfd){.fd = descriptors[i], .events = POLLIN};
    }
    int result = FAIRWAY_RESULT(poll(watched, count, timeout));
    for (int i = 0; result > 0 && i < count; i++) {
        if (watched[i].revents != 0) {
            return i;
        }
    }
    return result < 0 ? result : -ETIMEDOUT;
}

int fairway_wait_writable(int descriptor, int timeout) {
    struct pollfd watched = {.fd = descriptor, .events = POLLOUT};
    int result = FAIRWAY_RESULT(poll(&watched, 1, timeout));
    return result == 0 ? -ETIMEDOUT : result;
}

int fairway_shutdown(int descriptor) { return FAIRWAY_RESULT(shutdown(descriptor, SHUT_RDWR)); }
