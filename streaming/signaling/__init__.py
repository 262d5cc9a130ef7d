"""SDP offers and their answers."""
