"""What pages are told as it happens, and catching up after an absence."""
