"""What lets other programs ask twice without harm: idempotency keys, entity tags, edits that name a version."""
