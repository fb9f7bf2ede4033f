#define _GNU_SOURCE
#include "batch.h"
#include "result.h"

#include <string.h>

/// What goes through the kernel as one packet: as many datagrams as it takes (UDP_MAX_SEGMENTS), and as many bytes as fit
/// the length of an IP packet with its headers.
enum { datagrams_limit = 64, bytes_limit = 65000 };

static int has_same_peer(const struct fairway_batch *batch, int one, int other) {
    socklen_t length = batch->queue_peer_lengths[one];
    return batch->queue_peer_lengths[other] == length &&
           (length == 0 || memcmp(batch->queue_peers[one], batch->queue_peers[other], length) == 0);
}

/// How many of the queued, from `first` on, can be one packet for most of the kernel's way, to be cut at its end: to one peer,
/// and all as long as the first but for a shorter last.
static int count_segments(const struct fairway_batch *batch, int first) {
    size_t length = batch->queue[first].iov_len;
    size_t bytes = length;
    int next = first + 1;
    if (length == 0 || length > batch->segment_limit) {
        return 1;
    }
    for (; next < batch->end && next - first < datagrams_limit && has_same_peer(batch, first, next); next++) {
        size_t next_length = batch->queue[next].iov_len;
        bytes += next_length;
        if (next_length == 0 || next_length > length || bytes > bytes_limit) {
            break;
        }
        if (next_length < length) {
            return next + 1 - first;
        }
    }
    return next - first;
}

/// Says to the kernel where to cut (UDP_SEGMENT, udp(7)).
static void set_segment_length(struct msghdr *header, union fairway_segment_control *control, uint16_t length) {
    header->msg_control = control->space;
    header->msg_controllen = sizeof control->space;
    struct cmsghdr *message = CMSG_FIRSTHDR(header);
    message->cmsg_level = SOL_UDP;
    message->cmsg_type = UDP_SEGMENT;
    message->cmsg_len = CMSG_LEN(sizeof length);
    memcpy(CMSG_DATA(message), &length, sizeof length);
}

/// Makes of the queue what sendmmsg is given. Returns how many there are.
static int prepare(struct fairway_batch *batch) {
    int count = 0;
    for (int first = batch->first; first < batch->end; count++) {
        int segments = count_segments(batch, first);
        struct msghdr *header = &batch->outgoing[count].msg_hdr;
        *header = (struct msghdr){
            .msg_name = batch->queue_peers[first],
            .msg_namelen = batch->queue_peer_lengths[first],
            .msg_iov = &batch->queue[first],
            .msg_iovlen = (size_t)segments,
        };
        if (segments > 1) {
            set_segment_length(header, &batch->controls[count], (uint16_t)batch->queue[first].iov_len);
        }
        batch->outgoing_datagrams[count] = segments;
        first += segments;
    }
    return count;
}

static int send_prepared(struct fairway_batch *batch, int descriptor) {
    return FAIRWAY_RESULT(
        sendmmsg(descriptor, batch->outgoing, (unsigned)prepare(batch), MSG_NOSIGNAL | MSG_DONTWAIT));
}

/// Whether an error can mean that datagrams cannot be cut out of one packet: they are longer than the path's MTU, the device
/// makes no checksums, or the kernel is too old.
static int refuses_segments(int error) {
    return error == -EINVAL || error == -EMSGSIZE || error == -EIO || error == -ENOPROTOOPT;
}

int fairway_batch_send(struct fairway_batch *batch, int descriptor, uint64_t *bytes) {
    int sent = send_prepared(batch, descriptor);
    if (refuses_segments(sent) && batch->outgoing_datagrams[0] > 1) {
        // From now on those of this length go one by one, and so these do.
        batch->segment_limit = batch->queue[batch->first].iov_len - 1;
        sent = send_prepared(batch, descriptor);
    }
    int datagrams = 0;
    *bytes = 0;
    for (int i = 0; i < sent; i++) {
        *bytes += batch->outgoing[i].msg_len;
        datagrams += batch->outgoing_datagrams[i];
    }
    fairway_batch_drop(batch, datagrams);
    return sent < 0 ? sent : datagrams;
}

ssize_t fairway_batch_send_after(struct fairway_batch *batch, int descriptor, const void *bytes, size_t count) {
    struct iovec vectors[] = {{.iov_base = (void *)bytes, .iov_len = count}, batch->queue[batch->first]};
    struct msghdr header = {.msg_iov = vectors, .msg_iovlen = 2};
    ssize_t result = FAIRWAY_RESULT(sendmsg(descriptor, &header, MSG_NOSIGNAL | MSG_DONTWAIT));
    if (result >= 0) {
        fairway_batch_drop(batch, 1);
    }
    return result;
}
