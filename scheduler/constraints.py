"""The hard rules as linear rows over candidates: one function per rule. Knows no solver.

A row says: the sum of `coefficients` times columns is at most `upper`. Columns are those of `Columns`.
What a candidate is allowed at all (subject, edition, alliance, minutes, slot) was decided in `variables`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain import MinuteSpan, Weekday, Weeks
from scheduler.instance import SchoolId, TeacherId, together
from scheduler.objectives import demanded_by_school, fairness_steps, halves
from scheduler.rules import Rule
from scheduler.variables import Space


@dataclass(frozen=True, slots=True)
class Row:
    """A linear rule."""

    rule: Rule
    coefficients: Mapping[int, int]
    upper: int


@dataclass(frozen=True, slots=True)
class Use:
    """A column needs `amount` of something from a start to an end, in some weeks."""

    column: int
    weekday: Weekday
    start_minute: int
    end_minute: int
    weeks: Weeks
    amount: int = 1


class Columns:
    """Where the variables stand.

    First x for each candidate, then y (an offer is broadcast), z (a demand follows a series) and f (half lessons
    of a school in a step of fairness).
    """

    def __init__(self, space: Space) -> None:
        self.space = space
        self.by_offer: dict[int, list[int]] = {}
        for number, candidate in enumerate(space.candidates):
            self.by_offer.setdefault(candidate.offer, []).append(number)
        count = len(space.candidates)
        self.y = {offer: count + number for number, offer in enumerate(sorted(self.by_offer))}
        count += len(self.y)
        followed = [
            (demand, series)
            for demand in range(len(space.by_demand))
            for series in self._series_to_choose(demand)
        ]
        self.z = {pair: count + number for number, pair in enumerate(followed)}
        count += len(self.z)
        steps = [
            (school, step) for school in demanded_by_school(space.instance) for step in range(3)
        ]
        self.f = {pair: count + number for number, pair in enumerate(steps)}
        self.count = count + len(self.f)

    def _series_to_choose(self, demand: int) -> list[int]:
        """Series between which a choice must be marked; one lesson a week marks it by itself."""
        candidates = [self.space.candidates[number] for number in self.space.by_demand[demand]]
        series = sorted({self.space.series(each) for each in candidates})
        single = self.space.instance.demands[demand].lessons_per_week == 1
        if len(series) < 2 or (single and all(each.weeks is Weeks.EVERY for each in candidates)):
            return []
        return series


def one_series(columns: Columns) -> Iterator[Row]:
    """A demand follows one series of one teacher; what it attends on a day belongs to that series."""
    groups: dict[tuple[int, int], list[int]] = {}
    for demand, series in columns.z:
        groups.setdefault((demand, -1), []).append(columns.z[demand, series])
    for followed in groups.values():
        yield Row(Rule.ONE_SERIES, dict.fromkeys(followed, 1), 1)
    space = columns.space
    by_day: dict[tuple[int, Weekday, Weeks], list[int]] = {}
    for number, candidate in enumerate(space.candidates):
        z = columns.z.get((candidate.demand, space.series(candidate)))
        if z is None:
            continue
        for parity in _parities(columns, candidate.weeks):
            by_day.setdefault((z, candidate.slot.weekday, parity), []).append(number)
    for (z, _, _), chosen in by_day.items():
        yield Row(Rule.ONE_SERIES, {**dict.fromkeys(chosen, 1), z: -1}, 0)


def weekly_lessons(columns: Columns) -> Iterator[Row]:
    """A demand gets no more lessons a week than it asks for, and none where it has chosen another series."""
    space = columns.space
    for number, demand in enumerate(space.instance.demands):
        for parity in space.instance.parities:
            by_series: dict[int, list[int]] = {}
            for column in space.by_demand[number]:
                candidate = space.candidates[column]
                if together(candidate.weeks, parity):
                    by_series.setdefault(space.series(candidate), []).append(column)
            k = demand.lessons_per_week
            for series, chosen in by_series.items():
                z = columns.z.get((number, series))
                if z is not None and len(chosen) > k:
                    yield Row(Rule.WEEKLY_LESSONS, {**dict.fromkeys(chosen, 1), z: -k}, 0)
            everything = [column for chosen in by_series.values() for column in chosen]
            if len(everything) > k:
                yield Row(Rule.WEEKLY_LESSONS, dict.fromkeys(everything, 1), k)


def one_a_day(columns: Columns) -> Iterator[Row]:
    """A demand gets at most one lesson a day. Where a series is chosen, its rows say so already."""
    space = columns.space
    by_day: dict[tuple[int, Weekday, Weeks], list[int]] = {}
    for number, candidate in enumerate(space.candidates):
        if (candidate.demand, space.series(candidate)) in columns.z:
            continue
        for parity in _parities(columns, candidate.weeks):
            key = (candidate.demand, candidate.slot.weekday, parity)
            by_day.setdefault(key, []).append(number)
    for chosen in by_day.values():
        if len(chosen) > 1:
            yield Row(Rule.ONE_A_DAY, dict.fromkeys(chosen, 1), 1)


def lesson_capacity(columns: Columns) -> Iterator[Row]:
    """A lesson that anybody attends is broadcast, to at most as many classes as it may have.

    The rows for each single demand make the bound: in sum alone, a third of a lesson would do for one class.
    """
    space = columns.space
    for offer, attending in columns.by_offer.items():
        y = columns.y[offer]
        capacity = space.offers[offer].capacity
        for parity in space.instance.parities:
            by_demand: dict[int, list[int]] = {}
            for column in attending:
                if together(space.candidates[column].weeks, parity):
                    by_demand.setdefault(space.candidates[column].demand, []).append(column)
            for chosen in by_demand.values():
                yield Row(Rule.LESSON_CAPACITY, {**dict.fromkeys(chosen, 1), y: -1}, 0)
            if len(by_demand) > capacity:
                everything = [column for chosen in by_demand.values() for column in chosen]
                row = {**dict.fromkeys(everything, 1), y: -capacity}
                yield Row(Rule.LESSON_CAPACITY, row, 0)


def class_once(columns: Columns) -> Iterator[Row]:
    """A class has one lesson at a time, moved ones included, with its break between two broadcasts."""
    space = columns.space
    instance = space.instance
    uses: dict[str, list[Use]] = {}
    for number, candidate in enumerate(space.candidates):
        demand = instance.demands[candidate.demand]
        end = candidate.live.end_minute + instance.policy.min_break_minutes
        use = Use(number, candidate.slot.weekday, candidate.live.start_minute, end, candidate.weeks)
        uses.setdefault(demand.class_id, []).append(use)
        for move in candidate.moves:
            own = instance.own_lesson[move.entry]
            bells = instance.school_of(own.class_id).bells
            for slot in (own.slot, move.to):
                use = _whole(number, slot.weekday, bells[slot.period], own.weeks)
                uses.setdefault(own.class_id, []).append(use)
    for each in uses.values():
        yield from _cliques(columns, Rule.CLASS_ONCE, each, 1)


def teacher_once(columns: Columns) -> Iterator[Row]:
    """A teacher has one lesson at a time: studio lessons and lessons that move, beside the timetable's own."""
    space = columns.space
    instance = space.instance
    uses: dict[TeacherId, list[Use]] = {}
    for number, candidate in enumerate(space.candidates):
        for move in candidate.moves:
            own = instance.own_lesson[move.entry]
            if own.teacher is not None:
                bell = instance.school_of(own.class_id).bells[move.to.period]
                use = _whole(number, move.to.weekday, bell, own.weeks)
                uses.setdefault(own.teacher, []).append(use)
    for offer, y in columns.y.items():
        if space.offers[offer].studio:
            lesson = space.offers[offer].lesson
            use = _whole(y, lesson.weekday, lesson.span, lesson.weeks)
            uses.setdefault(_teacher(columns, offer), []).append(use)
    for each in uses.values():
        yield from _cliques(columns, Rule.TEACHER_ONCE, each, 1)


def teacher_day(columns: Columns) -> Iterator[Row]:
    """A teacher broadcasts only so many lessons a day."""
    limit = columns.space.instance.policy.teacher_lessons_a_day
    yield from _count_offers(columns, Rule.TEACHER_DAY, limit, by_day=True)


def teacher_week(columns: Columns) -> Iterator[Row]:
    """A teacher broadcasts only so many lessons a week."""
    limit = columns.space.instance.policy.teacher_lessons_a_week
    yield from _count_offers(columns, Rule.TEACHER_WEEK, limit)


def studio_week(columns: Columns) -> Iterator[Row]:
    """A teacher gives only so many studio lessons a week."""
    limit = columns.space.instance.policy.studio_lessons_a_week
    yield from _count_offers(columns, Rule.STUDIO_WEEK, limit, studio=True)


def broadcast_room(columns: Columns) -> Iterator[Row]:
    """A hub broadcasts no more lessons at once than it has rooms, with a gap between two uses."""
    space = columns.space
    uses: dict[SchoolId, list[Use]] = {}
    for offer, y in columns.y.items():
        lesson = space.offers[offer].lesson
        end = lesson.span.end_minute + space.instance.policy.room_gap_minutes
        use = Use(y, lesson.weekday, lesson.span.start_minute, end, lesson.weeks)
        uses.setdefault(space.offers[offer].hub.id, []).append(use)
    for school, each in uses.items():
        rooms = len(space.instance.school[school].broadcast_rooms)
        yield from _cliques(columns, Rule.BROADCAST_ROOM, each, rooms)


def receiving_room(columns: Columns) -> Iterator[Row]:
    """A school receives no more lessons at once than it has rooms, with a gap between two uses."""
    instance = columns.space.instance
    for school, each in _attendances(columns, instance.policy.room_gap_minutes).items():
        rooms = len(instance.school[school].receiving_rooms)
        yield from _cliques(columns, Rule.RECEIVING_ROOM, each, rooms)


def uplink(columns: Columns) -> Iterator[Row]:
    """A school's uplink carries the lessons it sends and the pictures of its classes that receive.

    Its rooms say enough where all of them at once ask for no more than the line has.
    """
    space = columns.space
    policy = space.instance.policy
    uses = _attendances(columns, 0, policy.return_kbps)
    for offer, y in columns.y.items():
        lesson = space.offers[offer].lesson
        use = _whole(y, lesson.weekday, lesson.span, lesson.weeks, policy.lesson_up_kbps)
        uses.setdefault(space.offers[offer].hub.id, []).append(use)
    for number, each in uses.items():
        school = space.instance.school[number]
        sent = policy.lesson_up_kbps * len(school.broadcast_rooms)
        if sent + policy.return_kbps * len(school.receiving_rooms) > school.uplink_kbps:
            yield from _cliques(columns, Rule.UPLINK, each, school.uplink_kbps)


def downlink(columns: Columns) -> Iterator[Row]:
    """A school's downlink carries the lessons that its classes receive."""
    instance = columns.space.instance
    received = instance.policy.lesson_down_kbps
    for number, each in _attendances(columns, 0, received).items():
        school = instance.school[number]
        if received * len(school.receiving_rooms) > school.downlink_kbps:
            yield from _cliques(columns, Rule.DOWNLINK, each, school.downlink_kbps)


def relay(columns: Columns) -> Iterator[Row]:
    """The city's media nodes carry only so many receiving classrooms at once."""
    instance = columns.space.instance
    by_school = _attendances(columns, 0)
    rooms = sum(len(instance.school[school].receiving_rooms) for school in by_school)
    if rooms > instance.policy.relay_streams:  # fewer rooms can never ask for more
        uses = [use for each in by_school.values() for use in each]
        yield from _cliques(columns, Rule.RELAY, uses, instance.policy.relay_streams)


def lock(columns: Columns) -> Iterator[Row]:
    """What the coordinator has locked stays; a lock that no candidate fits makes the week impossible."""
    space = columns.space
    numbers = {demand.id: number for number, demand in enumerate(space.instance.demands)}
    for each in space.instance.locks:
        chosen = [
            column
            for column in space.by_demand[numbers[each.demand]]
            if space.candidates[column].slot == each.slot
            and space.offers[space.candidates[column].offer].lesson.id == each.lesson
        ]
        yield Row(Rule.LOCK, dict.fromkeys(chosen, -1), -1)


def fairness(columns: Columns) -> Iterator[Row]:
    """Not a rule: counts a school's served half lessons into the steps of fairness, which reward them."""
    space = columns.space
    instance = space.instance
    served: dict[SchoolId, dict[int, int]] = {}
    for number, demand in enumerate(instance.demands):
        row = served.setdefault(instance.school_class[demand.class_id].school, {})
        for column in space.by_demand[number]:
            row[column] = -halves(space.candidates[column].weeks)
    for school, demanded in demanded_by_school(instance).items():
        if any(fairness_steps(demanded)):
            steps = [columns.f[school, step] for step in range(3)]
            yield Row(Rule.KNOWN, {**dict.fromkeys(steps, 1), **served[school]}, 0)


RULES: tuple[Callable[[Columns], Iterator[Row]], ...] = (
    one_series,
    weekly_lessons,
    one_a_day,
    lesson_capacity,
    class_once,
    teacher_once,
    teacher_day,
    teacher_week,
    studio_week,
    broadcast_room,
    receiving_room,
    uplink,
    downlink,
    relay,
    lock,
    fairness,
)


def rows(columns: Columns) -> Iterator[Row]:
    """Return every row of every rule, in an order that depends on the instance only."""
    for rule in RULES:
        yield from rule(columns)


def _parities(columns: Columns, weeks: Weeks) -> list[Weeks]:
    return [parity for parity in columns.space.instance.parities if together(weeks, parity)]


def _teacher(columns: Columns, offer: int) -> TeacherId:
    space = columns.space
    return space.instance.series[space.offers[offer].series].teacher


def _whole(column: int, weekday: Weekday, span: MinuteSpan, weeks: Weeks, amount: int = 1) -> Use:
    return Use(column, weekday, span.start_minute, span.end_minute, weeks, amount)


def _attendances(columns: Columns, gap_minutes: int, amount: int = 1) -> dict[SchoolId, list[Use]]:
    """Every candidate as a use of something of its school."""
    space = columns.space
    schools = [space.instance.school_of(each.class_id).id for each in space.instance.demands]
    uses: dict[SchoolId, list[Use]] = {school: [] for school in schools}
    for number, candidate in enumerate(space.candidates):
        live = candidate.live
        end = live.end_minute + gap_minutes
        weekday = candidate.slot.weekday
        use = Use(number, weekday, live.start_minute, end, candidate.weeks, amount)
        uses[schools[candidate.demand]].append(use)
    return uses


def _count_offers(
    columns: Columns, rule: Rule, limit: int, *, by_day: bool = False, studio: bool = False
) -> Iterator[Row]:
    space = columns.space
    groups: dict[tuple[TeacherId, Weekday | None, Weeks], list[int]] = {}
    for offer, y in columns.y.items():
        lesson = space.offers[offer].lesson
        if studio and not space.offers[offer].studio:
            continue
        for parity in _parities(columns, lesson.weeks):
            key = (_teacher(columns, offer), lesson.weekday if by_day else None, parity)
            groups.setdefault(key, []).append(y)
    for chosen in groups.values():
        if len(chosen) > limit:
            yield Row(rule, dict.fromkeys(chosen, 1), limit)


def _cliques(columns: Columns, rule: Rule, uses: Sequence[Use], upper: int) -> Iterator[Row]:
    """A row for each largest set of uses that go on at the same minute; smaller ones follow from it."""
    seen: set[frozenset[int]] = set()
    for parity in columns.space.instance.parities:
        by_day: dict[Weekday, list[Use]] = {}
        for use in uses:
            if together(use.weeks, parity):
                by_day.setdefault(use.weekday, []).append(use)
        for each in by_day.values():
            for coefficients in _largest_sets(each):
                if sum(coefficients.values()) > upper and frozenset(coefficients) not in seen:
                    seen.add(frozenset(coefficients))
                    yield _counted(Row(rule, coefficients, upper))


def _counted(row: Row) -> Row:
    """Return a row of equal amounts as a count of uses: 2,500 each of 4,000 is one, not one and a half.

    Whole weeks are the same; the relaxation, and with it the bound, is closer.
    """
    amounts = set(row.coefficients.values())
    if len(amounts) > 1:
        return row
    return Row(row.rule, dict.fromkeys(row.coefficients, 1), row.upper // amounts.pop())


def _largest_sets(uses: Iterable[Use]) -> Iterator[dict[int, int]]:
    """Sweep over a day: a set is largest just before the first use ends after one has begun.

    A column that uses a thing twice at one minute (a lesson moves where it is) counts once.
    """
    going: list[Use] = []
    first_end = 24 * 60 * 2
    grown = False
    for use in sorted(uses, key=lambda each: (each.start_minute, each.end_minute, each.column)):
        if first_end <= use.start_minute:
            if grown:
                yield {each.column: each.amount for each in going}
            going = [each for each in going if each.end_minute > use.start_minute]
            first_end = min((each.end_minute for each in going), default=24 * 60 * 2)
            grown = False
        going.append(use)
        first_end = min(first_end, use.end_minute)
        grown = True
    if grown:
        yield {each.column: each.amount for each in going}
