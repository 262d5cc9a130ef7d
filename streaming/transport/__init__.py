"""Sockets and keys: UDP in batches, the demultiplexer, ICE-lite, DTLS and SRTP."""
