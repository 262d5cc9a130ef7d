/** What one looks for in the library: kept in the address, so that it can be sent to a colleague and survives a reload. */
import type { LessonKind } from '../../api/types'

export interface Filters { q: string; kind: LessonKind | ''; subject: string; grade: string; week: string; to_review: 'true' | '' }
type Query = Record<string, unknown>

export const KINDS: readonly LessonKind[] = ['dedicated', 'famous_teacher', 'famous_school']
export const GRADES = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** What an address says; what it says wrongly is left out. */
export function filtersOf(query: Query): Filters {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].slice(0, 100) : '')
  const kind = text('kind') as LessonKind
  const week = text('week')
  return {
    q: text('q'),
    kind: KINDS.includes(kind) ? kind : '',
    subject: text('subject'),
    grade: (GRADES as readonly string[]).includes(text('grade')) ? text('grade') : '',
    to_review: text('to_review') === 'true' ? 'true' : '',
    week: /^20\d\d-\d\d-\d\d$/.test(week) && !Number.isNaN(Date.parse(week)) ? week : '',
  }
}

/** The address of filters: without those that narrow nothing. */
export function addressOf(filters: Filters): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...filters, q: filters.q.trim() }).filter(([, value]) => value !== ''))
}

export function narrows(filters: Filters): boolean {
  return Object.keys(addressOf(filters)).length > 0
}
