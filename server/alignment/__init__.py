"""Alignment: the city's week planned, explained, accepted into dated lessons."""
