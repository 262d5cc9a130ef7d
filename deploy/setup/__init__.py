"""What stands between a fresh clone and a running product. Standard library only."""
