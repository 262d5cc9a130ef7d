"""A city to look at: what `tongke serve --demo` shows."""
