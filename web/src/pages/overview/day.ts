import type { DayOverview } from '../../api/types'

/** Lessons held of those whose last bell has rung, in percent; null while none has. */
export function openingRate(lessons: DayOverview['lessons']): number | null {
  return lessons.due ? Math.floor((lessons.held / lessons.due) * 1000) / 10 : null
}

/** Up to three names, then how many more there are. */
export function namesOf(places: readonly { name: string }[]): { names: string; more: number } {
  return { names: places.slice(0, 3).map(one => one.name).join('、'), more: Math.max(0, places.length - 3) }
}
