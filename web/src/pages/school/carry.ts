/** A lesson that is carried over the grid of a week, by pointer or by keyboard. Pure; minutes are of the day. */

export interface Place { day: string; start: number }

export const STEP = 5
/** Minutes to the start of another lesson of the week within which a dropped one takes the same: a bell, most likely. */
export const PULL = 12

/** The nearest bell, or else the nearest step. */
export function snapped(minute: number, bells: readonly number[]): number {
  const near = [...bells].sort((one, other) => Math.abs(one - minute) - Math.abs(other - minute))[0]
  return near !== undefined && Math.abs(near - minute) <= PULL ? near : Math.round(minute / STEP) * STEP
}

/** Where an arrow key leads; null where it is no arrow, or leads off the grid. */
export function stepped(place: Place, key: string, dates: readonly string[], first: number, last: number): Place | null {
  const column = dates.indexOf(place.day)
  const aside = { ArrowLeft: -1, ArrowRight: 1 }[key]
  const along = { ArrowUp: -STEP, ArrowDown: STEP }[key]
  const day = dates[column + (aside ?? 0)]
  const start = place.start + (along ?? 0)
  if ((aside === undefined && along === undefined) || day === undefined || start < first || start > last) return null
  return { day, start }
}

/** Minutes of the day as a clock shows them. */
export const clockOf = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
