/* The inner loop of transport/copies.py in C: one packet, a copy for each receiver, into the slots of a send batch.
 *
 * Knows no Python and no libsrtp header: `protect` is libsrtp's function, handed in. Does not send, does not allocate.
 * Build: cc -O2 -shared -fPIC -o libcopies.so copies.c (deploy/setup does; without it the loop in copies.py works the same).
 */
#define _GNU_SOURCE
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

enum { VERSION = 1, HEADER = 12 };

/* One receiver; copies.py declares the same. */
struct row {
    void *keys; /* an srtp_t */
    void *name; /* socket address */
    void *control; /* control message with the local address, or NULL */
    uint32_t name_length, control_length;
    uint32_t timestamp_shift, ssrc;
    uint16_t sequence_shift;
    uint8_t payload_type;
};

struct packet {
    const uint8_t *payload;
    uint32_t octets, timestamp;
    uint16_t sequence;
    uint8_t marker; /* 0x80 or 0 */
};

typedef int (*protect_function)(void *keys, void *packet, int *length);

static void put16(uint8_t *to, uint16_t value) {
    to[0] = (uint8_t)(value >> 8);
    to[1] = (uint8_t)value;
}

static void put32(uint8_t *to, uint32_t value) {
    put16(to, (uint16_t)(value >> 16));
    put16(to + 2, (uint16_t)value);
}

int copies_version(void) { return VERSION; }

/* Fills the slots from `messages` on (their iovecs point to slots with room for payload, header and trailer); takes at
 * most `count` rows. Returns the number of slots filled; `failed` grows by the rows that could not be encrypted. */
int copies_write(const struct row *rows, int count, const struct packet *packet, protect_function protect,
              struct mmsghdr *messages, int *failed) {
    int filled = 0;
    for (const struct row *row = rows; row < rows + count; row++) {
        struct msghdr *message = &messages[filled].msg_hdr;
        uint8_t *slot = message->msg_iov->iov_base;
        int length = HEADER + (int)packet->octets;
        slot[0] = 0x80;
        slot[1] = row->payload_type | packet->marker;
        put16(slot + 2, (uint16_t)(packet->sequence + row->sequence_shift));
        put32(slot + 4, packet->timestamp + row->timestamp_shift);
        put32(slot + 8, row->ssrc);
        memcpy(slot + HEADER, packet->payload, packet->octets);
        if (protect(row->keys, slot, &length)) {
            ++*failed;
            continue;
        }
        message->msg_name = row->name;
        message->msg_namelen = row->name_length;
        message->msg_control = row->control;
        message->msg_controllen = row->control_length;
        message->msg_iov->iov_len = (size_t)length;
        filled++;
    }
    return filled;
}
