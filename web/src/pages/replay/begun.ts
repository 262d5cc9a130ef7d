/** What the person at this browser has begun to watch, and where they stopped. */
import { remembered, resumption, watchedList, type Watched } from '../../player/moment'
import { recallBegun, rememberBegun } from '../../state/memory'
import { person } from '../../state/session'

const who = () => person.value?.id ?? ''

/** Newest first. */
export function begun(): Watched[] {
  return watchedList(recallBegun(who()))
}

/** Seconds at which they stopped, or null. */
export function stoppedAt(lesson: string): number | null {
  return begun().find(one => one.lesson === lesson)?.seconds ?? null
}

/** They stopped here; a recording that was seen to its end is forgotten. */
export function stop(lesson: string, position: number, duration: number, growing: boolean, now: number): void {
  rememberBegun(who(), remembered(begun(), lesson, resumption(position, duration, growing), duration, now))
}
