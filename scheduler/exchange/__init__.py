"""Timetables that schools have already: FET files in, workbooks out and in again. Texts and bytes; no files."""
