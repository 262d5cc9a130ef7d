"""Rooms, links and the relay: never more than they hold at any minute."""

from collections import defaultdict
from collections.abc import Iterator

from scheduler.instance import Instance, SchoolId
from scheduler.rules import Rule
from scheduler.validation.attended import Attended, Day, Violation, live_minutes


def places(instance: Instance, now: list[Attended]) -> Iterator[Violation]:
    """Yield the rooms and links that are asked for more than they hold, minute by minute."""
    policy = instance.policy
    use: dict[tuple[Rule, str], Day] = defaultdict(Day)
    for each in now:
        school = instance.school_of(each.demand.class_id).id
        start, end = live_minutes(instance, each)
        day = each.weekday
        room = use[Rule.RECEIVING_ROOM, school]
        room.spans.append((day, start, end + policy.room_gap_minutes, 1))
        use[Rule.DOWNLINK, school].spans.append((day, start, end, policy.lesson_down_kbps))
        use[Rule.UPLINK, school].spans.append((day, start, end, policy.return_kbps))
        use[Rule.RELAY, ""].spans.append((day, start, end, 1))
    for each in {each.lesson.id: each for each in now}.values():
        hub = instance.teacher[each.series.teacher].school
        span, day = each.lesson.span, each.weekday
        gone = span.end_minute + policy.room_gap_minutes
        use[Rule.BROADCAST_ROOM, hub].spans.append((day, span.start_minute, gone, 1))
        up = (day, span.start_minute, span.end_minute, policy.lesson_up_kbps)
        use[Rule.UPLINK, hub].spans.append(up)
    for (rule, name), day_use in use.items():
        most = day_use.most()
        if most > _held_by(instance, rule, name):
            yield Violation(rule, name, str(most))


def _held_by(instance: Instance, rule: Rule, name: str) -> int:
    if rule is Rule.RELAY:
        return instance.policy.relay_streams
    school = instance.school[SchoolId(name)]
    return {
        Rule.RECEIVING_ROOM: len(school.receiving_rooms),
        Rule.BROADCAST_ROOM: len(school.broadcast_rooms),
        Rule.DOWNLINK: school.downlink_kbps,
        Rule.UPLINK: school.uplink_kbps,
    }[rule]
