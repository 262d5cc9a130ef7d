"""A lesson on air: its doors for media, its room at a node, and who is there."""
