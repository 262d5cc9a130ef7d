/** A course as the form holds it, and as the API takes it. Pure; minutes are of the day. */
import type { Course, CourseChange } from '../../api/types'
import { clockOf } from './bells'

export type Weekly = CourseChange['entries'][number]
export interface WeeklyRow { id: string | null; weekday: number; start: string; end: string; weeks: Weekly['weeks'] }
export interface CourseForm { title: string; teacher: string; edition: string; rows: WeeklyRow[] }

/** What can be changed of a course. */
export function formOf(course: Course): CourseForm {
  const rows = course.entries.map(one => ({ id: one.id, weekday: one.weekday, start: clockOf(one.start_minute), end: clockOf(one.end_minute), weeks: one.weeks }))
  rows.sort((one, other) => one.weekday - other.weekday || one.start.localeCompare(other.start))
  return { title: course.title, teacher: course.teacher.id, edition: course.edition, rows }
}

/** Minutes of the day of a clock of 24 hours; null where it is none. A full-width colon is forgiven. */
export function minuteOf(clock: string): number | null {
  const found = /^([01]?\d|2[0-3])[:：]([0-5]\d)$/.exec(clock.trim())
  return found ? Number(found[1]) * 60 + Number(found[2]) : null
}

/** The course as it is to be; null while a time of it cannot be read, or ends before it begins. */
export function changeOf(course: Course, form: CourseForm, dryRun: boolean): CourseChange | null {
  const entries: Weekly[] = []
  for (const row of form.rows) {
    const start = minuteOf(row.start)
    const end = minuteOf(row.end)
    if (start === null || end === null || end <= start) return null
    entries.push({ id: row.id, weekday: row.weekday, start_minute: start, end_minute: end, weeks: row.weeks })
  }
  if (!entries.length || !form.title.trim()) return null
  return {
    term_id: course.term_id,
    kind: course.kind,
    title: form.title.trim(),
    subject: course.subject,
    grade: course.grade,
    hub_room_id: course.hub_room.id,
    hub_class_id: course.hub_class?.id ?? null,
    teacher_id: form.teacher,
    edition: form.edition.trim(),
    recorded: course.recorded,
    receivers: course.receivers.map(one => ({ room_id: one.room.id, class_id: one.class_id })),
    entries,
    dry_run: dryRun,
  }
}
