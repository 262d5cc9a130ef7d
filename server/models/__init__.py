"""The tables. Models know no feature; queries live in the features' repositories."""

from server.models.alignment import (
    Acceptance,
    AcceptedReceiver,
    AlignmentRun,
    Demand,
    Offer,
    OfferLesson,
    Proposal,
    RunState,
)
from server.models.audit import (
    AuditAction,
    AuditEntry,
    Consent,
    ConsentTrack,
    ExportRequest,
    ExportState,
)
from server.models.base import Base
from server.models.calendar import BellPeriod, BellSchedule, CalendarEntry, DayKind
from server.models.changes import CalendarFeed, ChangeKind, FeedKind, LessonChange
from server.models.curriculum import Subject, Textbook, Unit
from server.models.devices import Device, Enrolment
from server.models.event import Event
from server.models.imports import ImportRun
from server.models.interaction import Act, Interaction
from server.models.ledger import HASHED, Delivered, LedgerEntry
from server.models.lesson import (
    Attendance,
    Lesson,
    LessonReceiver,
    MediaSession,
    MediaToken,
    Publication,
    State,
)
from server.models.organisation import (
    Alliance,
    AllianceMember,
    City,
    District,
    Purpose,
    Right,
    Room,
    School,
    SchoolClass,
)
from server.models.people import AccessCode, Errand, Person, Role, RoleGrant, SignIn
from server.models.recording import Chapter, Recording, Segment, Track, TrackHeader
from server.models.repeats import KeptAnswer
from server.models.retention import (
    OPEN_ERASURES,
    Erasure,
    ErasureCause,
    ErasureObject,
    ErasureState,
    Hold,
)
from server.models.review import Caption, Criterion, ReviewComment, ReviewScore
from server.models.timetable import Course, CourseReceiver, Kind, SchoolLesson, Term, TimetableEntry
from server.models.webhooks import DeliveryState, Happening, Webhook, WebhookDelivery

__all__ = [
    "HASHED",
    "OPEN_ERASURES",
    "Acceptance",
    "AcceptedReceiver",
    "AccessCode",
    "Act",
    "AlignmentRun",
    "Alliance",
    "AllianceMember",
    "Attendance",
    "AuditAction",
    "AuditEntry",
    "Base",
    "BellPeriod",
    "BellSchedule",
    "CalendarEntry",
    "CalendarFeed",
    "Caption",
    "ChangeKind",
    "Chapter",
    "City",
    "Consent",
    "ConsentTrack",
    "Course",
    "CourseReceiver",
    "Criterion",
    "DayKind",
    "Delivered",
    "DeliveryState",
    "Demand",
    "Device",
    "District",
    "Enrolment",
    "Erasure",
    "ErasureCause",
    "ErasureObject",
    "ErasureState",
    "Errand",
    "Event",
    "ExportRequest",
    "ExportState",
    "FeedKind",
    "Happening",
    "Hold",
    "ImportRun",
    "Interaction",
    "KeptAnswer",
    "Kind",
    "LedgerEntry",
    "Lesson",
    "LessonChange",
    "LessonReceiver",
    "MediaSession",
    "MediaToken",
    "Offer",
    "OfferLesson",
    "Person",
    "Proposal",
    "Publication",
    "Purpose",
    "Recording",
    "ReviewComment",
    "ReviewScore",
    "Right",
    "Role",
    "RoleGrant",
    "Room",
    "RunState",
    "School",
    "SchoolClass",
    "SchoolLesson",
    "Segment",
    "SignIn",
    "State",
    "Subject",
    "Term",
    "Textbook",
    "TimetableEntry",
    "Track",
    "TrackHeader",
    "Unit",
    "Webhook",
    "WebhookDelivery",
]
