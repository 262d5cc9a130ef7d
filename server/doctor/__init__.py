"""`tongke doctor`: is everything there that a school day needs, and what to do where it is not."""
