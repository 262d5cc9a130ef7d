/** What one looks for in the library: kept in the address, so that it can be sent to a colleague and survives a reload. */
import type { LessonKind, LibraryUnit, Publication } from '../../api/types'

export interface Filters {
  q: string; kind: LessonKind | ''; subject: string; grade: string; week: string; to_review: 'true' | ''
  /** Ids. */
  school: string; teacher: string
  edition: string; unit: string; status: Publication | ''
}
type Query = Record<string, unknown>

export const KINDS: readonly LessonKind[] = ['dedicated', 'famous_teacher', 'famous_school']
export const GRADES = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const
export const STATUSES: readonly Publication[] = ['draft', 'review', 'published']
/** Those that the page shows when somebody asks for them. */
const FURTHER = ['school', 'teacher', 'edition', 'unit', 'status'] as const

/** What an address says; what it says wrongly is left out. */
export function filtersOf(query: Query): Filters {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].slice(0, 100) : '')
  const one = <T extends string>(name: string, of: readonly T[]) => of.find(each => each === text(name)) ?? ''
  const week = text('week')
  return {
    q: text('q'),
    kind: one('kind', KINDS),
    subject: text('subject'),
    grade: one('grade', GRADES),
    to_review: text('to_review') === 'true' ? 'true' : '',
    week: /^20\d\d-\d\d-\d\d$/.test(week) && !Number.isNaN(Date.parse(week)) ? week : '',
    school: text('school'),
    teacher: text('teacher'),
    edition: text('edition'),
    unit: /^[1-9]\d?$/.test(text('unit')) ? text('unit') : '',
    status: one('status', STATUSES),
  }
}

/** The address of filters: without those that narrow nothing. */
export function addressOf(filters: Filters): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...filters, q: filters.q.trim() }).filter(([, value]) => value !== ''))
}

export function narrows(filters: Filters): boolean {
  return Object.keys(addressOf(filters)).length > 0
}

export function narrowsFurther(filters: Filters): boolean {
  return FURTHER.some(name => filters[name] !== '')
}

/** The units of the books that are looked for. */
export function unitsFor(filters: Filters, all: readonly LibraryUnit[]): LibraryUnit[] {
  const fits = (wanted: string, value: string) => wanted === '' || wanted === value
  return all.filter(one => fits(filters.subject, one.subject) && fits(filters.grade, String(one.grade)) && fits(filters.edition, one.edition))
}

/** Look for one unit. Its number alone says nothing: subject, grade and edition come with it. */
export function lookFor(filters: Filters, unit: LibraryUnit | undefined): void {
  if (unit) Object.assign(filters, { subject: unit.subject, grade: String(unit.grade), edition: unit.edition })
  filters.unit = unit ? String(unit.number) : ''
}
