"""The life of a lesson, from the timetable to the archive."""
