"""What archivers reported about recordings, and the archive as people see it."""
