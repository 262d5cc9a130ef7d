"""Recordings of children leave the house only when two people agree."""
