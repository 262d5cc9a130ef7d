"""Captions of recordings: WebVTT files that the lesson's teacher or school brings."""
