"""The weekly timetable, and the dated lessons that come from it."""
