#define _GNU_SOURCE
#include "batch.h"
#include "result.h"

#include <stdlib.h>

struct fairway_batch *fairway_batch_create(void) {
    struct fairway_batch *batch = calloc(1, sizeof *batch);
    if (batch == NULL) {
        return NULL;
    }
    batch->segment_limit = fairway_datagram_capacity;
    for (int i = 0; i < fairway_batch_capacity; i++) {
        batch->incoming_vectors[i].iov_base = batch->bytes[i];
        batch->incoming_vectors[i].iov_len = fairway_datagram_capacity;
        batch->incoming[i].msg_hdr.msg_iov = &batch->incoming_vectors[i];
        batch->incoming[i].msg_hdr.msg_iovlen = 1;
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
    union fairway_address *peer = &batch->peers[row];
    socklen_t length = peer->any.sa_family == AF_INET6 ? sizeof peer->v6 : sizeof peer->v4;
    int position = batch->end++;
    batch->queue[position] = (struct iovec){.iov_base = batch->bytes[row], .iov_len = batch->incoming[row].msg_len};
    batch->queue_peers[position] = names_peer ? peer : NULL;
    batch->queue_peer_lengths[position] = names_peer ? length : 0;
}

int fairway_batch_queued(const struct fairway_batch *batch) { return batch->end - batch->first; }

void fairway_batch_drop(struct fairway_batch *batch, int count) {
    batch->first += count;
    if (batch->first == batch->end) {
        batch->first = batch->end = 0;
    }
}
