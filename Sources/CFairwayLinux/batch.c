#define _GNU_SOURCE
#include "CFairwayLinux.h"
#include "result.h"

#include <stdlib.h>

struct fairway_batch {
    struct mmsghdr headers[fairway_batch_capacity];
    struct iovec vectors[fairway_batch_capacity];
    union fairway_address senders[fairway_batch_capacity];
    /// Kept apart from the headers: a send writes over them.
    uint32_t lengths[fairway_batch_capacity];
    uint8_t bytes[fairway_batch_capacity][fairway_datagram_capacity];
};

struct fairway_batch *fairway_batch_create(void) {
    struct fairway_batch *batch = calloc(1, sizeof *batch);
    for (int i = 0; batch != NULL && i < fairway_batch_capacity; i++) {
        batch->vectors[i].iov_base = batch->bytes[i];
        batch->headers[i].msg_hdr.msg_iov = &batch->vectors[i];
        batch->headers[i].msg_hdr.msg_iovlen = 1;
    }
    return batch;
}

void fairway_batch_destroy(struct fairway_batch *batch) { free(batch); }

int fairway_batch_receive(struct fairway_batch *batch, int descriptor) {
    for (int i = 0; i < fairway_batch_capacity; i++) {
        batch->vectors[i].iov_len = fairway_datagram_capacity;
        batch->headers[i].msg_hdr.msg_name = &batch->senders[i];
        batch->headers[i].msg_hdr.msg_namelen = sizeof batch->senders[i];
    }
    int count = FAIRWAY_RESULT(recvmmsg(descriptor, batch->headers, fairway_batch_capacity, MSG_DONTWAIT, NULL));
    for (int i = 0; i < count; i++) {
        batch->lengths[i] = batch->headers[i].msg_len;
    }
    return count;
}

uint32_t fairway_batch_length(const struct fairway_batch *batch, int index) { return batch->lengths[index]; }

const union fairway_address *fairway_batch_sender(const struct fairway_batch *batch, int index) {
    return &batch->senders[index];
}

ssize_t fairway_batch_send_after(
    struct fairway_batch *batch, int index, int descriptor, const void *bytes, size_t count) {
    struct iovec vectors[] = {
        {.iov_base = (void *)bytes, .iov_len = count},
        {.iov_base = batch->bytes[index], .iov_len = batch->lengths[index]},
    };
    struct msghdr header = {.msg_iov = vectors, .msg_iovlen = 2};
    return FAIRWAY_RESULT(sendmsg(descriptor, &header, MSG_NOSIGNAL | MSG_DONTWAIT));
}

int fairway_batch_send(
    struct fairway_batch *batch, int first, int count, int descriptor, const union fairway_address *destination) {
    for (int i = first; i < first + count; i++) {
        struct msghdr *header = &batch->headers[i].msg_hdr;
        batch->vectors[i].iov_len = batch->lengths[i];
        header->msg_name = (void *)destination;
        header->msg_namelen = destination == NULL                          ? 0
                              : destination->any.sa_family == AF_INET6 ? sizeof destination->v6
                                                                         : sizeof destination->v4;
    }
    return FAIRWAY_RESULT(sendmmsg(descriptor, batch->headers + first, count, MSG_NOSIGNAL | MSG_DONTWAIT));
}
