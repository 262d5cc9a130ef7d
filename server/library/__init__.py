"""The library's view of recordings: what was taught, and who of the other schools may watch."""
