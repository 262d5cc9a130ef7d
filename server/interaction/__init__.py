"""Hands, calls for help, head counts, messages and polls of a lesson: a log, and what follows from it."""
