#define _GNU_SOURCE
#include "CFairwayLinux.h"
#include "result.h"

#include <stdlib.h>

/// Rows that are whole pages apart would meet in the same few lines of the processor's caches.
enum { row_stride = fairway_datagram_capacity + 192 };

struct fairway_batch {
    struct mmsghdr incoming[fairway_batch_capacity];
    struct mmsghdr outgoing[fairway_batch_capacity];
    struct iovec incoming_vectors[fairway_batch_capacity];
    struct iovec outgoing_vectors[fairway_batch_capacity];
    union fairway_address peers[fairway_batch_capacity];
    /// Which of `outgoing` are still to be sent.
    int first;
    int end;
    uint8_t bytes[fairway_batch_capacity][row_stride];
};

struct fairway_batch *fairway_batch_create(void) {
    struct fairway_batch *batch = calloc(1, sizeof *batch);
    for (int i = 0; batch != NULL && i < fairway_batch_capacity; i++) {
        batch->incoming_vectors[i].iov_base = batch->bytes[i];
        batch->incoming_vectors[i].iov_len = fairway_datagram_capacity;
        batch->incoming[i].msg_hdr.msg_iov = &batch->incoming_vectors[i];
        batch->incoming[i].msg_hdr.msg_iovlen = 1;
        batch->outgoing[i].msg_hdr.msg_iov = &batch->outgoing_vectors[i];
        batch->outgoing[i].msg_hdr.msg_iovlen = 1;
    }
    return batch;
}

void fairway_batch_destroy(struct fairway_batch *batch) { free(batch); }

int fairway_batch_receive(struct fairway_batch *batch, int first, int descriptor, int wants_peers) {
    for (int i = first; i < fairway_batch_capacity; i++) {
        struct msghdr *header = &batch->incoming[i].msg_hdr;
        header->msg_name = wants_peers ? &batch->peers[i] : NULL;
        header->msg_namelen = wants_peers ? sizeof batch->peers[i] : 0;
    }
    return FAIRWAY_RESULT(
        recvmmsg(descriptor, batch->incoming + first, fairway_batch_capacity - first, MSG_DONTWAIT, NULL));
}

uint32_t fairway_batch_length(const struct fairway_batch *batch, int row) { return batch->incoming[row].msg_len; }

const union fairway_address *fairway_batch_peer(const struct fairway_batch *batch, int row) {
    return &batch->peers[row];
}

void fairway_batch_set_peer(struct fairway_batch *batch, int row, const union fairway_address *peer) {
    batch->peers[row] = *peer;
}

void fairway_batch_queue(struct fairway_batch *batch, int row, int names_peer) {
    int position = batch->end++;
    struct msghdr *header = &batch->outgoing[position].msg_hdr;
    const union fairway_address *peer = &batch->peers[row];
    batch->outgoing_vectors[position].iov_base = batch->bytes[row];
    batch->outgoing_vectors[position].iov_len = batch->incoming[row].msg_len;
    header->msg_name = names_peer ? (void *)peer : NULL;
    header->msg_namelen = !names_peer                          ? 0
                          : peer->any.sa_family == AF_INET6 ? sizeof peer->v6
                                                              : sizeof peer->v4;
}

int fairway_batch_queued(const struct fairway_batch *batch) { return batch->end - batch->first; }

void fairway_batch_drop(struct fairway_batch *batch, int count) {
    batch->first += count;
    if (batch->first == batch->end) {
        batch->first = batch->end = 0;
    }
}

int fairway_batch_send(struct fairway_batch *batch, int descriptor, uint64_t *bytes) {
    struct mmsghdr *first = batch->outgoing + batch->first;
    int count =
        FAIRWAY_RESULT(sendmmsg(descriptor, first, fairway_batch_queued(batch), MSG_NOSIGNAL | MSG_DONTWAIT));
    *bytes = 0;
    for (int i = 0; i < count; i++) {
        *bytes += first[i].msg_len;
    }
    fairway_batch_drop(batch, count > 0 ? count : 0);
    return count;
}

ssize_t fairway_batch_send_after(struct fairway_batch *batch, int descriptor, const void *bytes, size_t count) {
    struct iovec vectors[] = {
        {.iov_base = (void *)bytes, .iov_len = count},
        batch->outgoing_vectors[batch->first],
    };
    struct msghdr header = {.msg_iov = vectors, .msg_iovlen = 2};
    ssize_t result = FAIRWAY_RESULT(sendmsg(descriptor, &header, MSG_NOSIGNAL | MSG_DONTWAIT));
    if (result >= 0) {
        fairway_batch_drop(batch, 1);
    }
    return result;
}
