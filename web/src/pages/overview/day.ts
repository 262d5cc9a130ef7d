import type { DayOverview } from '../../api/types'

/** Lessons held of those whose last bell has rung, in percent; null while none has. */
export function openingRate(lessons: DayOverview['lessons']): number | null {
  return lessons.due ? Math.floor((lessons.held / lessons.due) * 1000) / 10 : null
}

/** Up to three names, then how many more there are. */
export function namesOf(places: readonly { name: string }[]): { names: string; more: number } {
  return { names: places.slice(0, 3).map(one => one.name).join('、'), more: Math.max(0, places.length - 3) }
}

/** All lessons in trouble, and others until there are `count`; they come in that order. */
export function firstOf<L extends { trouble: unknown }>(lessons: readonly L[], count: number): L[] {
  const troubled = lessons.filter(one => one.trouble)
  return [...troubled, ...lessons.filter(one => !one.trouble).slice(0, Math.max(0, count - troubled.length))]
}
