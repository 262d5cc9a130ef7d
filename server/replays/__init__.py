"""Replaying a recording: playlists, and the bytes where the store has no door of its own."""
