"""Consents to record children: per class and track, on a paper that the school keeps."""
