"""The hard rules of an alignment, each with the sentence that people read. Data only.

The same names are used by the model (`constraints`), the checker (`validation`) and the reasons
(`explanation`), so that what a person reads is what was enforced.
"""

from enum import StrEnum

from scheduler.instance import Policy


class Rule(StrEnum):
    """A hard rule; the value is its stable name in files and answers."""

    KIND = "kind"
    SUBJECT = "subject"
    EDITION = "edition"
    PROGRESS = "progress"
    ALLIANCE = "alliance"
    CONSENT = "consent"
    SHIFT = "shift"
    BREAK = "break"
    LIVE_MINUTES = "live_minutes"
    SLOT = "slot"
    MOVE = "move"
    ONE_SERIES = "one_series"
    WEEKLY_LESSONS = "weekly_lessons"
    ONE_A_DAY = "one_a_day"
    LESSON_CAPACITY = "lesson_capacity"
    CLASS_ONCE = "class_once"
    TEACHER_ONCE = "teacher_once"
    TEACHER_DAY = "teacher_day"
    TEACHER_WEEK = "teacher_week"
    STUDIO_WEEK = "studio_week"
    BROADCAST_ROOM = "broadcast_room"
    RECEIVING_ROOM = "receiving_room"
    UPLINK = "uplink"
    DOWNLINK = "downlink"
    RELAY = "relay"
    LOCK = "lock"
    REPLAY = "replay"
    SESSION = "session"
    KNOWN = "known"


_SENTENCES: dict[Rule, tuple[str, str]] = {
    Rule.KIND: (
        "专递课堂的需求由专递课堂满足，名校网络课堂的需求由名校网络课堂满足",
        "A demand is met by lessons of its own kind of classroom",
    ),
    Rule.SUBJECT: (
        "课的学科和年级与班级需要的一致",
        "The lesson is of the subject and the grade that the class needs",
    ),
    Rule.EDITION: ("教材版本一致", "The lesson follows the class's textbook edition"),
    Rule.PROGRESS: (
        "教学进度相差不超过 {progress_weeks} 周",
        "Teaching progress differs by at most {progress_weeks} week(s)",
    ),
    Rule.ALLIANCE: (
        "两校同属一个教研联盟，并有权收看直播",
        "Both schools are in one research alliance with the right to live lessons",
    ),
    Rule.CONSENT: (
        "主播教师和接收班级都已同意直播出镜",
        "The teacher and the receiving class have agreed to be seen live",
    ),
    Rule.SHIFT: (
        "上课时间与本班铃声相差不超过 {max_shift_minutes} 分钟",
        "The class starts at most {max_shift_minutes} minutes from its own bell",
    ),
    Rule.BREAK: (
        "与前后各节课之间至少留 {min_break_minutes} 分钟课间",
        "At least {min_break_minutes} minutes of break remain before and after",
    ),
    Rule.LIVE_MINUTES: (
        "至少听到 {min_live_minutes} 分钟直播（较短的课为八分之七）",
        "The class is live for at least {min_live_minutes} minutes (7/8 of a shorter lesson)",
    ),
    Rule.SLOT: (
        "这节课在班级课表上是该学科的课或空课，或者原来的课可以调开",
        "The slot is free or the subject's own, or its lesson can change places",
    ),
    Rule.MOVE: (
        "调课只移动学校标为可调的课，每节只移一次，只移到空出来的位置",
        "Only movable lessons change places, once, and only into places that are free",
    ),
    Rule.ONE_SERIES: (
        "一个班的一门课由同一位主播教师的同一系列课承担",
        "A demand follows one series of one teacher",
    ),
    Rule.WEEKLY_LESSONS: (
        "每周节数不超过需要的节数",
        "A demand gets no more lessons a week than it asks for",
    ),
    Rule.ONE_A_DAY: ("同一门课一天最多一节", "A demand gets at most one lesson a day"),
    Rule.LESSON_CAPACITY: (
        "一节专递课最多 {receivers_per_lesson} 个接收班（名校网络课堂 {famous_school_receivers} 个）",
        "A lesson has at most {receivers_per_lesson} receiving classes "
        "(a famous school's {famous_school_receivers})",
    ),
    Rule.CLASS_ONCE: (
        "一个班同一时间只上一节课",
        "A class has one lesson at a time",
    ),
    Rule.TEACHER_ONCE: (
        "一位教师同一时间只上一节课",
        "A teacher has one lesson at a time",
    ),
    Rule.TEACHER_DAY: (
        "主播教师每天直播不超过 {teacher_lessons_a_day} 节",
        "A teacher broadcasts at most {teacher_lessons_a_day} lessons a day",
    ),
    Rule.TEACHER_WEEK: (
        "主播教师每周直播不超过 {teacher_lessons_a_week} 节",
        "A teacher broadcasts at most {teacher_lessons_a_week} lessons a week",
    ),
    Rule.STUDIO_WEEK: (
        "主播教师每周在演播室单独上课不超过 {studio_lessons_a_week} 节",
        "A teacher gives at most {studio_lessons_a_week} studio lessons a week",
    ),
    Rule.BROADCAST_ROOM: (
        "同时直播的课不多于主播学校的主播室，两次使用之间间隔 {room_gap_minutes} 分钟",
        "No more lessons at once than the hub has broadcast rooms, {room_gap_minutes} minutes apart",
    ),
    Rule.RECEIVING_ROOM: (
        "同时收课的班不多于学校的接收教室，两次使用之间间隔 {room_gap_minutes} 分钟",
        "No more classes at once than the school has receiving rooms, {room_gap_minutes} minutes apart",
    ),
    Rule.UPLINK: (
        "上行带宽够用",
        "The school's uplink carries its lessons and its classes' pictures",
    ),
    Rule.DOWNLINK: ("下行带宽够用", "The school's downlink carries the lessons it receives"),
    Rule.RELAY: (
        "全市同时收课的教室不超过 {relay_streams} 间",
        "At most {relay_streams} classrooms of the city receive at the same time",
    ),
    Rule.LOCK: ("排课员锁定的安排保持不变", "What the coordinator has locked stays"),
    Rule.REPLAY: (
        "看录像的课在直播之后，放在本班该学科的课或空课，接收教室空闲",
        "A replay comes after its live lesson, in a slot of the subject, with a room free",
    ),
    Rule.SESSION: (
        "名师课堂在约定的时段内，主讲教师有空，列入的教师有空",
        "A famous teacher's session lies in its window; its teacher and those counted are free",
    ),
    Rule.KNOWN: ("安排中的每个编号都存在，且只出现一次", "Every id of the plan exists, and once"),
}


def sentence(rule: Rule, policy: Policy, *, chinese: bool = True) -> str:
    """Return the rule as people read it, with the policy's numbers in it."""
    text = _SENTENCES[rule][0 if chinese else 1]
    return text.format(**{name: getattr(policy, name) for name in policy.__dataclass_fields__})
