#define _GNU_SOURCE
#include "CFairwayLinux.h"
#include "result.h"

#include <netinet/tcp.h>
#include <string.h>

static socklen_t length_of(const union fairway_address *address) {
    return address->any.sa_family == AF_INET6 ? sizeof address->v6 : sizeof address->v4;
}

static int set_option(int descriptor, int level, int name, int value) {
    return FAIRWAY_RESULT(setsockopt(descriptor, level, name, &value, sizeof value));
}

int fairway_socket(int family, int type) {
    return FAIRWAY_RESULT(socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

int fairway_bind(int descriptor, const union fairway_address *address) {
    return FAIRWAY_RESULT(bind(descriptor, &address->any, length_of(address)));
}

int fairway_listen(int descriptor, int backlog) { return FAIRWAY_RESULT(listen(descriptor, backlog)); }

int fairway_accept(int descriptor, union fairway_address *peer) {
    socklen_t length = sizeof *peer;
    memset(peer, 0, sizeof *peer);
    return FAIRWAY_RESULT(accept4(descriptor, &peer->any, &length, SOCK_NONBLOCK | SOCK_CLOEXEC));
}

int fairway_connect(int descriptor, const union fairway_address *address) {
    return FAIRWAY_RESULT(connect(descriptor, &address->any, length_of(address)));
}

int fairway_local_address(int descriptor, union fairway_address *address) {
    socklen_t length = sizeof *address;
    memset(address, 0, sizeof *address);
    return FAIRWAY_RESULT(getsockname(descriptor, &address->any, &length));
}

int fairway_shutdown_write(int descriptor) { return FAIRWAY_RESULT(shutdown(descriptor, SHUT_WR)); }

int fairway_reuse_address(int descriptor) { return set_option(descriptor, SOL_SOCKET, SO_REUSEADDR, 1); }

int fairway_reuse_port(int descriptor) { return set_option(descriptor, SOL_SOCKET, SO_REUSEPORT, 1); }

int fairway_only_v6(int descriptor) { return set_option(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 1); }

int fairway_tell_destination(int descriptor, int family) {
    return family == AF_INET6 ? set_option(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1)
                              : set_option(descriptor, IPPROTO_IP, IP_PKTINFO, 1);
}

int fairway_socket_type(int descriptor) {
    int type = 0;
    socklen_t length = sizeof type;
    int result = FAIRWAY_RESULT(getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &length));
    return result < 0 ? result : type;
}

int fairway_no_delay(int descriptor) { return set_option(descriptor, IPPROTO_TCP, TCP_NODELAY, 1); }

int fairway_keep_alive(int descriptor, int idle, int interval, int count) {
    int result = set_option(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1);
    if (result >= 0) {
        result = set_option(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, idle);
    }
    if (result >= 0) {
        result = set_option(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, interval);
    }
    return result < 0 ? result : set_option(descriptor, IPPROTO_TCP, TCP_KEEPCNT, count);
}

int fairway_buffer_size(int descriptor, int bytes) {
    int result = set_option(descriptor, SOL_SOCKET, SO_RCVBUF, bytes);
    return result < 0 ? result : set_option(descriptor, SOL_SOCKET, SO_SNDBUF, bytes);
}

int fairway_take_error(int descriptor) {
    int error = 0;
    socklen_t length = sizeof error;
    int result = FAIRWAY_RESULT(getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length));
    return result < 0 ? result : -error;
}

int fairway_reset_on_close(int descriptor) {
    struct linger linger = {.l_onoff = 1, .l_linger = 0};
    return FAIRWAY_RESULT(setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, sizeof linger));
}
