/** A second of a recording, or a range of it, as a link names them: `?t=90`, `?from=1:20&to=2m5s`. A clip is never a file of its own. Pure. */

export type Shared = { kind: 'none' } | { kind: 'at'; at: number } | { kind: 'clip'; from: number; to: number } | { kind: 'unreadable' }

/** Longer than every lesson: what is beyond is a slip of the pen. Seconds. */
const LONGEST = 24 * 3600
/** A clip shorter than this shows nothing. Seconds. */
export const SHORTEST_CLIP = 1

const NUMBER = /^\d{1,6}(?:\.\d{1,3})?$/
const CLOCK = /^(?:(\d{1,2}):)?(\d{1,3}):(\d{2})$/
const UNITS = /^(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s)?$/

/** "90", "90.5", "1:30", "1:02:03", "1m30s" in seconds; null for anything else. */
export function seconds(text: string): number | null {
  if (NUMBER.test(text)) return within(Number(text))
  const clock = CLOCK.exec(text)
  if (clock) return Number(clock[3]) < 60 ? within(Number(clock[1] ?? 0) * 3600 + Number(clock[2]) * 60 + Number(clock[3])) : null
  const units = text ? UNITS.exec(text) : null
  return units ? within(Number(units[1] ?? 0) * 3600 + Number(units[2] ?? 0) * 60 + Number(units[3] ?? 0)) : null
}

function within(value: number): number | null {
  return value <= LONGEST ? value : null
}

/** What a link asks for; `query` holds its parameters, each at most once. A range goes before a second. */
export function shared(query: { t?: unknown; from?: unknown; to?: unknown }): Shared {
  const [t, from, to] = [query.t, query.from, query.to]
  if (t === undefined && from === undefined && to === undefined) return { kind: 'none' }
  if (from !== undefined || to !== undefined) {
    const [begin, end] = [from === undefined ? 0 : read(from), read(to)]
    return begin === null || end === null || end - begin < SHORTEST_CLIP ? { kind: 'unreadable' } : { kind: 'clip', from: begin, to: end }
  }
  const at = read(t)
  return at === null ? { kind: 'unreadable' } : { kind: 'at', at }
}

function read(value: unknown): number | null {
  return typeof value === 'string' ? seconds(value) : null
}

export type Fit = 'whole' | 'cut' | 'beyond'

/** How a link fits a recording of `duration` seconds: whole, its end is missing, or nothing of it is there. */
export function fit(wish: Shared, duration: number): Fit {
  if (wish.kind === 'at') return wish.at < duration ? 'whole' : 'beyond'
  if (wish.kind !== 'clip' || wish.to <= duration) return 'whole'
  return wish.from < duration - SHORTEST_CLIP ? 'cut' : 'beyond'
}

/** The query of a link to a second. */
export function momentQuery(at: number): string {
  return `t=${Math.max(0, Math.floor(at))}`
}

/** The query of a link to a range; the ends may come in either order. */
export function clipQuery(one: number, other: number): string {
  const [from, to] = [Math.floor(Math.min(one, other)), Math.ceil(Math.max(one, other))]
  return `from=${Math.max(0, from)}&to=${Math.max(to, from + SHORTEST_CLIP)}`
}

/** How far from the end a recording counts as seen. Seconds. */
const SEEN = 15
/** Who looked for a shorter time has not begun. Seconds. */
const BEGUN = 5

/** Where to go on next time; null: from the start. A lesson that is still recorded is never seen to its end. */
export function resumption(position: number, duration: number, growing: boolean): number | null {
  if (position < BEGUN || (!growing && duration - position < SEEN)) return null
  return position
}

export interface Watched { lesson: string; seconds: number; duration: number; at: number }

/** How many lessons somebody may have begun at once. */
export const KEPT = 12

/** The list of what somebody has begun, newest first, after they stopped at a second; null: they have seen it. */
export function remembered(list: readonly Watched[], lesson: string, stopped: number | null, duration: number, at: number): Watched[] {
  const others = list.filter(one => one.lesson !== lesson)
  return stopped === null ? others : [{ lesson, seconds: stopped, duration, at }, ...others].slice(0, KEPT)
}

/** A list that came out of a browser's store, which may hold anything. */
export function watchedList(value: unknown): Watched[] {
  if (!Array.isArray(value)) return []
  return value.filter((one): one is Watched => typeof one === 'object' && one !== null && typeof (one as Watched).lesson === 'string'
    && [(one as Watched).seconds, (one as Watched).duration, (one as Watched).at].every(number => Number.isFinite(number)))
}

/** What a tap means: the second of two quick ones in an outer third is a step, in the middle the whole screen. `x` from 0 to 1, times in milliseconds. */
export class Taps {
  private last = -Infinity
  constructor(private readonly quick = 320) {}

  tap(now: number, x: number): 'toggle' | 'backward' | 'onward' | 'full' {
    if (now - this.last > this.quick) {
      this.last = now
      return 'toggle'
    }
    this.last = -Infinity
    return x < 1 / 3 ? 'backward' : x > 2 / 3 ? 'onward' : 'full'
  }
}
