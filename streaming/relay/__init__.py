"""Forwarding state: who sends, who receives, what is lost. No I/O. Times are arguments."""
