"""The tables. Models know no feature; queries live in the features' repositories."""

from server.models.base import Base
from server.models.devices import Device
from server.models.event import Event
from server.models.lesson import (
    Attendance,
    Lesson,
    LessonReceiver,
    MediaSession,
    MediaToken,
    State,
)
from server.models.organisation import City, District, Purpose, Room, School, SchoolClass
from server.models.people import Person, Role, RoleGrant, SignIn
from server.models.recording import Recording, Segment, Track, TrackHeader
from server.models.timetable import Course, CourseReceiver, Kind, Term, TimetableEntry

__all__ = [
    "Attendance",
    "Base",
    "City",
    "Course",
    "CourseReceiver",
    "Device",
    "District",
    "Event",
    "Kind",
    "Lesson",
    "LessonReceiver",
    "MediaSession",
    "MediaToken",
    "Person",
    "Purpose",
    "Recording",
    "Role",
    "RoleGrant",
    "Room",
    "School",
    "SchoolClass",
    "Segment",
    "SignIn",
    "State",
    "Term",
    "TimetableEntry",
    "Track",
    "TrackHeader",
]
