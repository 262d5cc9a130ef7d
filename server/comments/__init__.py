"""Time-coded comments on recordings (评课), and the rubric of famous-teacher lessons."""
