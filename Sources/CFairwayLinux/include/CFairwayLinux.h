/// Linux system calls in a shape that Swift can use: each function returns a value, or `-errno`.
///
/// Nothing here keeps state or retries; every descriptor made here is non-blocking and closed on exec.
#pragma once

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/types.h>

// MARK: Addresses

/// A socket address of either family, as the kernel reads and writes it.
union fairway_address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/// Addresses and ports are numbers in host order; an IPv6 address is two, its first and its last eight bytes.
union fairway_address fairway_address_v4(uint32_t address, uint16_t port);
union fairway_address fairway_address_v6(uint64_t high, uint64_t low, uint16_t port);
/// AF_INET, AF_INET6, or 0 if it is unset.
int fairway_address_family(const union fairway_address *address);
uint16_t fairway_address_port(const union fairway_address *address);
/// The first eight bytes of an IPv6 address; 0 of an IPv4 one.
uint64_t fairway_address_high(const union fairway_address *address);
/// The last eight bytes of an IPv6 address; the number of an IPv4 one.
uint64_t fairway_address_low(const union fairway_address *address);
/// The interface of a link-local IPv6 address, else 0.
uint32_t fairway_address_scope(const union fairway_address *address);

// MARK: Sockets

/// `type` is SOCK_STREAM or SOCK_DGRAM.
int fairway_socket(int family, int type);
int fairway_bind(int descriptor, const union fairway_address *address);
int fairway_listen(int descriptor, int backlog);
int fairway_accept(int descriptor, union fairway_address *peer);
/// -EINPROGRESS is the normal answer of a stream socket.
int fairway_connect(int descriptor, const union fairway_address *address);
int fairway_local_address(int descriptor, union fairway_address *address);
int fairway_shutdown_write(int descriptor);
int fairway_reuse_address(int descriptor);
int fairway_reuse_port(int descriptor);
int fairway_only_v6(int descriptor);
/// Has the kernel tell of each datagram which address it was sent to (IP_PKTINFO, IPV6_RECVPKTINFO).
int fairway_tell_destination(int descriptor, int family);
/// SOCK_STREAM, SOCK_DGRAM or another type.
int fairway_socket_type(int descriptor);
int fairway_no_delay(int descriptor);
/// Has the kernel ask a silent peer after `idle` seconds whether it is there, `count` times every `interval` seconds
/// (tcp(7)). Connections have it of their listener.
int fairway_keep_alive(int descriptor, int idle, int interval, int count);
/// Asks for kernel buffers of `bytes` each way; the kernel gives at most its own limits.
int fairway_buffer_size(int descriptor, int bytes);
/// Takes the pending error of a socket: 0 or -errno.
int fairway_take_error(int descriptor);
/// Makes the next close send RST instead of FIN (SO_LINGER with a time of zero, socket(7)).
int fairway_reset_on_close(int descriptor);

// MARK: Bytes

/// Reads from a socket.
ssize_t fairway_receive(int descriptor, void *bytes, size_t count);
/// Writes to a socket; a broken connection is -EPIPE and no signal.
ssize_t fairway_send(int descriptor, const void *bytes, size_t count);
ssize_t fairway_splice(int from, int to, size_t count);
/// Makes a pipe that holds about `capacity` bytes, or what the kernel allows this user.
int fairway_pipe(int ends[2], int capacity);
int fairway_close(int descriptor);

// MARK: Waiting

int fairway_epoll_create(void);
int fairway_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token);
int fairway_epoll_change(int epoll, int descriptor, uint32_t events, uint64_t token);
int fairway_epoll_remove(int epoll, int descriptor);
/// `timeout` in milliseconds; -1 waits for ever.
int fairway_epoll_wait(int epoll, struct epoll_event *events, int capacity, int timeout);
int fairway_eventfd(void);
int fairway_eventfd_signal(int descriptor);
int fairway_eventfd_drain(int descriptor);

// MARK: Datagrams

enum { fairway_batch_capacity = 32, fairway_datagram_capacity = 65536 };

/// Room for as many datagrams as one system call moves.
struct fairway_batch;

/// NULL without memory.
struct fairway_batch *fairway_batch_create(void);
void fairway_batch_destroy(struct fairway_batch *batch);
/// Receives what is there into the rows from `first` on, and where from if `wants_peers`. Returns how many came. Nothing may
/// be queued of those rows.
int fairway_batch_receive(struct fairway_batch *batch, int first, int descriptor, int wants_peers);
uint32_t fairway_batch_length(const struct fairway_batch *batch, int row);
const union fairway_address *fairway_batch_peer(const struct fairway_batch *batch, int row);
void fairway_batch_set_peer(struct fairway_batch *batch, int row, const union fairway_address *peer);
/// Puts a received datagram, each once, behind those that are to be sent: to its peer, or along a connected socket.
void fairway_batch_queue(struct fairway_batch *batch, int row, int names_peer);
int fairway_batch_queued(const struct fairway_batch *batch);
/// Takes the first `count` of the queued off.
void fairway_batch_drop(struct fairway_batch *batch, int count);
/// Sends what is queued. Returns how many were sent, which are queued no more, and sets how many bytes they had.
int fairway_batch_send(struct fairway_batch *batch, int descriptor, uint64_t *bytes);
/// Sends the first of the queued along a connected socket, with `count` other bytes before its own.
ssize_t fairway_batch_send_after(struct fairway_batch *batch, int descriptor, const void *bytes, size_t count);

// MARK: Questions and answers

enum { fairway_exchange_capacity = 64, fairway_exchange_length_limit = 4096 };

/// Room for questions that one system call receives, and for the answers that one more sends.
struct fairway_exchange;

/// NULL without memory.
struct fairway_exchange *fairway_exchange_create(void);
void fairway_exchange_destroy(struct fairway_exchange *exchange);
/// Receives what is there, over whatever there was, answers that were not sent among it. Returns how many came.
int fairway_exchange_receive(struct fairway_exchange *exchange, int descriptor);
const uint8_t *fairway_exchange_bytes(const struct fairway_exchange *exchange, int row);
uint32_t fairway_exchange_length(const struct fairway_exchange *exchange, int row);
/// Whether a question was longer than there is room for.
int fairway_exchange_is_cut(const struct fairway_exchange *exchange, int row);
const union fairway_address *fairway_exchange_peer(const struct fairway_exchange *exchange, int row);
/// Queues a copy of an answer to whoever sent a question, to leave from where that was sent to, if the socket tells that.
/// -EMSGSIZE where there is no room.
int fairway_exchange_answer(struct fairway_exchange *exchange, int row, const void *bytes, size_t count);
int fairway_exchange_queued(const struct fairway_exchange *exchange);
/// Takes the first `count` of the queued off.
void fairway_exchange_drop(struct fairway_exchange *exchange, int count);
/// Sends what is queued. Returns how many were sent, which are queued no more.
int fairway_exchange_send(struct fairway_exchange *exchange, int descriptor);

// MARK: Packets with descriptors between processes

/// The kernel passes no more descriptors with one packet (SCM_MAX_FD).
enum { fairway_passed_capacity = 253 };

/// Binds a Unix socket to a path, where nobody but this user may connect.
int fairway_bind_private(int descriptor, const char *path);
int fairway_connect_path(int descriptor, const char *path);
/// Who was at the other end when the connection was made, or who listens there (SO_PEERCRED, unix(7)).
int fairway_peer(int descriptor, uint32_t *user, int32_t *process);
ssize_t fairway_send_packet(int descriptor, const void *bytes, size_t count, const int *passed, int passed_count);
/// `passed` has room for the capacity. What was passed is there, and the caller's, also with the error of a packet that was
/// cut off: -EMFILE where descriptors are missing, -EMSGSIZE where bytes are.
ssize_t fairway_receive_packet(int descriptor, void *bytes, size_t capacity, int *passed, int *passed_count);
/// Waits until one of at most four descriptors is readable, and returns which: the first where several are. -ETIMEDOUT when
/// `timeout` milliseconds are over.
int fairway_wait_readable(const int *descriptors, int count, int timeout);
int fairway_wait_writable(int descriptor, int timeout);
/// Ends both directions of a socket, and the waits of other threads for it.
int fairway_shutdown(int descriptor);

// MARK: Other processes

/// Starts a program with the caller's standard input, output and error and nothing else of it: no signal is blocked or
/// ignored. Returns the process, or why the program cannot be executed.
int fairway_spawn(const char *path, char *const arguments[], char *const environment[]);
/// A descriptor that is readable once the process has ended (pidfd_open(2)).
int fairway_process_descriptor(int process);
int fairway_kill(int process);
/// Waits for the end of a child. Returns its exit code, or 256 and the signal that ended it.
int fairway_wait_process(int process);

// MARK: The process


/// Milliseconds of CLOCK_MONOTONIC_COARSE: some milliseconds exact, and cheap to read.
uint64_t fairway_monotonic_milliseconds(void);
/// Seconds since 1970, by CLOCK_REALTIME_COARSE.
uint64_t fairway_unix_seconds(void);
/// Raises the soft limit of open descriptors to the hard one. Returns the limit in force.
int64_t fairway_raise_descriptor_limit(void);
/// Blocks every signal in the calling thread: signals are for the main thread, and a splice into a broken connection
/// must not kill the process by SIGPIPE.
int fairway_block_signals(void);
/// Names the calling thread: at most 15 bytes.
int fairway_name_thread(const char *name);
/// How many processors the calling thread may run on.
int fairway_processor_count(void);
