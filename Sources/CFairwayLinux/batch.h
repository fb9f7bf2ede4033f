#pragma once
#include "CFairwayLinux.h"

#include <netinet/udp.h>

/// Rows that are whole pages apart would meet in the same few lines of the processor's caches.
enum { fairway_row_stride = fairway_datagram_capacity + 192 };

/// The space of one control message that says how long segments are.
union fairway_segment_control {
    char space[CMSG_SPACE(sizeof(uint16_t))];
    struct cmsghdr alignment;
};

struct fairway_batch {
    /// The rows: what recvmmsg fills.
    struct mmsghdr incoming[fairway_batch_capacity];
    struct iovec incoming_vectors[fairway_batch_capacity];
    union fairway_address peers[fairway_batch_capacity];

    /// The datagrams that are to be sent, in their order: those from `first` to before `end`. An address of no length: along
    /// a connected socket.
    struct iovec queue[fairway_batch_capacity];
    union fairway_address *queue_peers[fairway_batch_capacity];
    socklen_t queue_peer_lengths[fairway_batch_capacity];
    int first;
    int end;

    /// What sendmmsg is given: each stands for some datagrams of the queue that follow each other.
    struct mmsghdr outgoing[fairway_batch_capacity];
    union fairway_segment_control controls[fairway_batch_capacity];
    int outgoing_datagrams[fairway_batch_capacity];
    /// The longest datagram that the kernel has not refused to cut out of several.
    size_t segment_limit;

    uint8_t bytes[fairway_batch_capacity][fairway_row_stride];
};
