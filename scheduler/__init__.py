"""Timetable alignment as a library: no I/O, no server, no streaming."""
