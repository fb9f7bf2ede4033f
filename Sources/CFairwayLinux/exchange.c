#define _GNU_SOURCE
#include "CFairwayLinux.h"
#include "result.h"

#include <stdlib.h>
#include <string.h>

/// Where a datagram was sent to, as the kernel says it, or is asked to send from (ip(7), ipv6(7)).
union destination {
    char space[CMSG_SPACE(sizeof(struct in6_pktinfo))];
    struct cmsghdr alignment;
};

struct fairway_exchange {
    struct mmsghdr incoming[fairway_exchange_capacity];
    struct iovec incoming_vectors[fairway_exchange_capacity];
    union fairway_address peers[fairway_exchange_capacity];
    union destination destinations[fairway_exchange_capacity];
    uint8_t questions[fairway_exchange_capacity][fairway_exchange_length_limit];

    /// The answers that are to be sent: those from `first` to before `end`.
    struct mmsghdr outgoing[fairway_exchange_capacity];
    struct iovec outgoing_vectors[fairway_exchange_capacity];
    union destination sources[fairway_exchange_capacity];
    uint8_t answers[fairway_exchange_capacity][fairway_exchange_length_limit];
    int first;
    int end;
};

struct fairway_exchange *fairway_exchange_create(void) {
    struct fairway_exchange *exchange = calloc(1, sizeof *exchange);
    for (int i = 0; exchange != NULL && i < fairway_exchange_capacity; i++) {
        exchange->incoming_vectors[i] =
            (struct iovec){.iov_base = exchange->questions[i], .iov_len = fairway_exchange_length_limit};
    }
    return exchange;
}

void fairway_exchange_destroy(struct fairway_exchange *exchange) { free(exchange); }

int fairway_exchange_receive(struct fairway_exchange *exchange, int descriptor) {
    exchange->first = exchange->end = 0;
    for (int i = 0; i < fairway_exchange_capacity; i++) {
        exchange->incoming[i].msg_hdr = (struct msghdr){
            .msg_name = &exchange->peers[i],
            .msg_namelen = sizeof exchange->peers[i],
            .msg_iov = &exchange->incoming_vectors[i],
            .msg_iovlen = 1,
            .msg_control = exchange->destinations[i].space,
            .msg_controllen = sizeof exchange->destinations[i].space,
        };
    }
    return FAIRWAY_RESULT(
        recvmmsg(descriptor, exchange->incoming, fairway_exchange_capacity, MSG_DONTWAIT, NULL));
}

const uint8_t *fairway_exchange_bytes(const struct fairway_exchange *exchange, int row) {
    return exchange->questions[row];
}

uint32_t fairway_exchange_length(const struct fairway_exchange *exchange, int row) {
    return exchange->incoming[row].msg_len;
}

int fairway_exchange_is_cut(const struct fairway_exchange *exchange, int row) {
    return (exchange->incoming[row].msg_hdr.msg_flags & MSG_TRUNC) != 0;
}

const union fairway_address *fairway_exchange_peer(const struct fairway_exchange *exchange, int row) {
    return &exchange->peers[row];
}

/// Says to the kernel where an answer is to leave from: where its question was sent to. Which interface it leaves by is for
/// routing to decide.
static void set_source(struct msghdr *answer, union destination *source, struct msghdr *question) {
    for (struct cmsghdr *asked = CMSG_FIRSTHDR(question); asked != NULL; asked = CMSG_NXTHDR(question, asked)) {
        union {
            struct in_pktinfo v4;
            struct in6_pktinfo v6;
        } info;
        size_t length;
        if (asked->cmsg_level == IPPROTO_IP && asked->cmsg_type == IP_PKTINFO) {
            length = sizeof info.v4;
            memcpy(&info.v4, CMSG_DATA(asked), length);
            info.v4.ipi_ifindex = 0;
        } else if (asked->cmsg_level == IPPROTO_IPV6 && asked->cmsg_type == IPV6_PKTINFO) {
            length = sizeof info.v6;
            memcpy(&info.v6, CMSG_DATA(asked), length);
            info.v6.ipi6_ifindex = 0;
            if (IN6_IS_ADDR_MULTICAST(&info.v6.ipi6_addr)) {
                return;
            }
        } else {
            continue;
        }
        answer->msg_control = source->space;
        answer->msg_controllen = CMSG_SPACE(length);
        struct cmsghdr *wanted = CMSG_FIRSTHDR(answer);
        wanted->cmsg_level = asked->cmsg_level;
        wanted->cmsg_type = asked->cmsg_type;
        wanted->cmsg_len = CMSG_LEN(length);
        memcpy(CMSG_DATA(wanted), &info, length);
        return;
    }
}

int fairway_exchange_answer(struct fairway_exchange *exchange, int row, const void *bytes, size_t count) {
    struct msghdr *question = &exchange->incoming[row].msg_hdr;
    int position = exchange->end;
    if (position == fairway_exchange_capacity || count > fairway_exchange_length_limit) {
        return -EMSGSIZE;
    }
    exchange->end++;
    memcpy(exchange->answers[position], bytes, count);
    exchange->outgoing_vectors[position] = (struct iovec){.iov_base = exchange->answers[position], .iov_len = count};
    exchange->outgoing[position].msg_hdr = (struct msghdr){
        .msg_name = question->msg_name,
        .msg_namelen = question->msg_namelen,
        .msg_iov = &exchange->outgoing_vectors[position],
        .msg_iovlen = 1,
    };
    set_source(&exchange->outgoing[position].msg_hdr, &exchange->sources[position], question);
    return 0;
}

int fairway_exchange_queued(const struct fairway_exchange *exchange) { return exchange->end - exchange->first; }

void fairway_exchange_drop(struct fairway_exchange *exchange, int count) { exchange->first += count; }

int fairway_exchange_send(struct fairway_exchange *exchange, int descriptor) {
    int sent = FAIRWAY_RESULT(sendmmsg(
        descriptor, exchange->outgoing + exchange->first, (unsigned)(exchange->end - exchange->first),
        MSG_NOSIGNAL | MSG_DONTWAIT));
    if (sent > 0) {
        exchange->first += sent;
    }
    return sent;
}
