/* The floor of forwarding: takes each datagram, encrypts it once per receiver with AES-128-GCM, and sends all copies with
 * one sendmmsg. Knows no ICE, no RTCP, no rooms; nothing that forwards SRTP on this machine can cost less.
 *
 *   floor PORT RECEIVER_PORT...      listens on 127.0.0.1:PORT, sends to 127.0.0.1:RECEIVER_PORT of each receiver
 *
 * Build: gcc -O2 -o floor floor.c -lcrypto
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { SLOT = 2048, HEADER = 12, TAG = 16, NONCE = 12, BUFFER = 4 << 20 };

struct receiver {
    EVP_CIPHER_CTX *cipher;
    struct sockaddr_in address;
    uint32_t ssrc;
    uint16_t sequence_shift;
};

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static struct sockaddr_in loopback(const char *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

static int open_socket(void) {
    int size = BUFFER, descriptor = socket(AF_INET, SOCK_DGRAM, 0);
    if (descriptor < 0) fail("socket");
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
    setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    return descriptor;
}

/* Writes the copy of one RTP packet for one receiver: its own SSRC and numbers, encrypted payload, tag. */
static size_t encrypt(struct receiver *to, const unsigned char *packet, int length, unsigned char *out) {
    unsigned char nonce[NONCE] = {0};
    uint16_t sequence;
    uint32_t ssrc = htonl(to->ssrc);
    int written;
    memcpy(out, packet, HEADER);
    memcpy(&sequence, packet + 2, 2);
    sequence = htons((uint16_t)(ntohs(sequence) + to->sequence_shift));
    memcpy(out + 2, &sequence, 2);
    memcpy(out + 8, &ssrc, 4);
    memcpy(nonce, out, NONCE); /* unique per packet; the real nonce is the same bytes xor a salt */
    EVP_EncryptInit_ex(to->cipher, NULL, NULL, NULL, nonce);
    EVP_EncryptUpdate(to->cipher, NULL, &written, out, HEADER);
    EVP_EncryptUpdate(to->cipher, out + HEADER, &written, packet + HEADER, length - HEADER);
    EVP_EncryptFinal_ex(to->cipher, out + length, &written);
    EVP_CIPHER_CTX_ctrl(to->cipher, EVP_CTRL_GCM_GET_TAG, TAG, out + length);
    return (size_t)length + TAG;
}

static void add_receiver(struct receiver *receiver, int index, const char *port) {
    unsigned char key[16];
    if (RAND_bytes(key, sizeof key) != 1) fail("RAND_bytes");
    receiver->cipher = EVP_CIPHER_CTX_new();
    EVP_EncryptInit_ex(receiver->cipher, EVP_aes_128_gcm(), NULL, key, NULL);
    receiver->address = loopback(port);
    receiver->ssrc = 0x1000u + (uint32_t)index;
    receiver->sequence_shift = (uint16_t)(7 * index);
}

int main(int count, char **arguments) {
    if (count < 3) {
        fprintf(stderr, "usage: floor PORT RECEIVER_PORT...\n");
        return 2;
    }
    int receivers = count - 2, in = open_socket(), out = open_socket();
    struct sockaddr_in own = loopback(arguments[1]);
    if (bind(in, (struct sockaddr *)&own, sizeof own)) fail("bind");

    struct receiver *all = calloc((size_t)receivers, sizeof *all);
    struct mmsghdr *messages = calloc((size_t)receivers, sizeof *messages);
    struct iovec *vectors = calloc((size_t)receivers, sizeof *vectors);
    unsigned char *arena = malloc((size_t)receivers * SLOT), packet[SLOT];
    for (int i = 0; i < receivers; i++) {
        add_receiver(&all[i], i, arguments[i + 2]);
        vectors[i].iov_base = arena + (size_t)i * SLOT;
        messages[i].msg_hdr.msg_name = &all[i].address;
        messages[i].msg_hdr.msg_namelen = sizeof all[i].address;
        messages[i].msg_hdr.msg_iov = &vectors[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    for (;;) {
        ssize_t length = recv(in, packet, SLOT - TAG, 0);
        if (length < HEADER) {
            if (length < 0 && errno != EINTR) fail("recv");
            continue;
        }
        for (int i = 0; i < receivers; i++)
            vectors[i].iov_len = encrypt(&all[i], packet, (int)length, arena + (size_t)i * SLOT);
        for (int sent = 0; sent < receivers;) {
            int done = sendmmsg(out, messages + sent, (unsigned)(receivers - sent), 0);
            if (done < 0 && errno != EINTR) fail("sendmmsg");
            if (done > 0) sent += done;
        }
    }
}
