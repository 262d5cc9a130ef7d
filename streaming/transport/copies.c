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

enum { VERSION = 2, HEADER = 12, NUMBERED_HEADER = 20, DEPARTURES = 4096 };

/* One receiver; copies.py declares the same. */
struct row {
    void *keys; /* an srtp_t */
    void *name; /* socket address */
    void *control; /* control message with the local address, or NULL */
    uint32_t name_length, control_length;
    uint32_t timestamp_shift, ssrc;
    double *times; /* of `ports.Departures`, DEPARTURES of them; NULL: packets are not numbered */
    uint32_t *sizes;
    uint64_t *next;
    uint16_t sequence_shift;
    uint8_t payload_type, extension;
};

struct packet {
    const uint8_t *payload;
    double now;
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

/* Writes the transport-wide number behind the fixed header (RFC 8285 section 4.2, one element and a byte of padding), and notes
 * when how much left. */
static void number_packet(uint8_t *slot, const struct row *row, double now, int length) {
    uint64_t number = (*row->next)++;
    row->times[number % DEPARTURES] = now;
    row->sizes[number % DEPARTURES] = (uint32_t)length;
    slot[0] = 0x90;
    put32(slot + HEADER, 0xBEDE0001u);
    slot[HEADER + 4] = (uint8_t)(row->extension << 4 | 1);
    put16(slot + HEADER + 5, (uint16_t)number);
    slot[HEADER + 7] = 0;
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
        int header = row->times ? NUMBERED_HEADER : HEADER;
        int length = header + (int)packet->octets;
        slot[0] = 0x80;
        slot[1] = row->payload_type | packet->marker;
        put16(slot + 2, (uint16_t)(packet->sequence + row->sequence_shift));
        put32(slot + 4, packet->timestamp + row->timestamp_shift);
        put32(slot + 8, row->ssrc);
        if (row->times)
            number_packet(slot, row, packet->now, length);
        memcpy(slot + header, packet->payload, packet->octets);
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
