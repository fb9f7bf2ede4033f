#define _DEFAULT_SOURCE
#include "CFairwayLinux.h"

#include <arpa/inet.h>
#include <endian.h>
#include <string.h>

union fairway_address fairway_address_v4(uint32_t address, uint16_t port) {
    union fairway_address result;
    memset(&result, 0, sizeof result);
    result.v4.sin_family = AF_INET;
    result.v4.sin_port = htons(port);
    result.v4.sin_addr.s_addr = htonl(address);
    return result;
}

union fairway_address fairway_address_v6(uint64_t high, uint64_t low, uint16_t port) {
    union fairway_address result;
    uint64_t words[2] = {htobe64(high), htobe64(low)};
    memset(&result, 0, sizeof result);
    result.v6.sin6_family = AF_INET6;
    result.v6.sin6_port = htons(port);
    memcpy(&result.v6.sin6_addr, words, sizeof words);
    return result;
}

int fairway_address_family(const union fairway_address *address) { return address->any.sa_family; }

uint16_t fairway_address_port(const union fairway_address *address) {
    return ntohs(address->any.sa_family == AF_INET6 ? address->v6.sin6_port : address->v4.sin_port);
}

static uint64_t word(const union fairway_address *address, int index) {
    uint64_t words[2];
    memcpy(words, &address->v6.sin6_addr, sizeof words);
    return be64toh(words[index]);
}

uint64_t fairway_address_high(const union fairway_address *address) {
    return address->any.sa_family == AF_INET6 ? word(address, 0) : 0;
}

uint64_t fairway_address_low(const union fairway_address *address) {
    return address->any.sa_family == AF_INET6 ? word(address, 1) : ntohl(address->v4.sin_addr.s_addr);
}

uint32_t fairway_address_scope(const union fairway_address *address) {
    return address->any.sa_family == AF_INET6 ? address->v6.sin6_scope_id : 0;
}
