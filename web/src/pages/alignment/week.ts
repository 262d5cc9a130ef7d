/** A week as people read it: minutes of the day as a clock, lessons by the cell of a class's own bells. Pure. */
import type { Attended, ClassWeek, Named, Place, Run } from '../../api/types'

const two = (value: number): string => String(value).padStart(2, '0')

/** 500 → "08:20" */
export function minuteText(minute: number): string {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** "08:20–09:00" */
export function spanOf(start: number, end: number): string {
  return `${minuteText(start)}–${minuteText(end)}`
}

/** Weekdays that have a lesson, Monday to Friday always. */
export function daysOf(lessons: readonly { weekday: number }[]): number[] {
  const last = Math.max(5, ...lessons.map(one => one.weekday))
  return Array.from({ length: last }, (_, index) => index + 1)
}

/** The lessons of one cell: a slot may hold one for odd and one for even weeks. */
export function cell(week: Pick<ClassWeek, 'lessons'>, weekday: number, period: number): Attended[] {
  return week.lessons.filter(one => one.weekday === weekday && one.period === period)
}

/** Whole lessons read as "5", halves as "5.5". */
export function countText(count: number): string {
  return Number.isInteger(count) ? String(count) : count.toFixed(1)
}

/** How far a run is, 0 to 1. A run of no seconds has only its first plan to make. */
export function part(run: Pick<Run, 'elapsed_seconds' | 'seconds' | 'state'>): number {
  if (run.state === 'done' || run.state === 'failed') return 1
  return run.seconds > 0 ? Math.min(run.elapsed_seconds / run.seconds, 1) : 0
}

export function isOpen(run: Pick<Run, 'state'>): boolean {
  return run.state === 'queued' || run.state === 'running'
}

/** Runs with one of them replaced, or put in front when it is new. */
export function withRun(runs: readonly Run[], run: Run): Run[] {
  return runs.some(one => one.id === run.id) ? runs.map(one => (one.id === run.id ? run : one)) : [run, ...runs]
}

/** Classes whose school, name or district holds a word. */
export function matching(weeks: readonly ClassWeek[], word: string, onlyUnmet: boolean): ClassWeek[] {
  const wanted = word.trim().toLowerCase()
  return weeks.filter(week => (!onlyUnmet || week.unmet.length > 0) && `${week.school.name} ${week.name} ${week.district}`.toLowerCase().includes(wanted))
}

/** What a lesson's place is called when it is moved. */
export function placeOf(lesson: Place): Place {
  return { demand: lesson.demand, lesson: lesson.lesson, weekday: lesson.weekday, period: lesson.period }
}

/** The schools of some classes, each once, by name. */
export function schoolsOf(weeks: readonly Pick<ClassWeek, 'school'>[]): Named[] {
  const found = new Map(weeks.map(week => [week.school.id, week.school]))
  return [...found.values()].sort((one, other) => one.name.localeCompare(other.name, 'zh'))
}

/** What is stored in both languages ("中文 / English") in one of them; what is not stands as it is. */
export function inLanguage(text: string, language: 'zh' | 'en'): string {
  const cut = text.lastIndexOf(' / ')
  if (cut < 0) return text
  return language === 'zh' ? text.slice(0, cut) : text.slice(cut + 3)
}
