"""Classroom devices: a key in a link, then a cookie; nobody signs in on a smart board."""
