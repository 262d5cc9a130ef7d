/** What a recording holds at which second. All tracks count from the recording's epoch. Pure. */
import type { Gap, RecordedTrack, Recording } from '../api/types'

export type Name = 'audio' | 'teacher' | 'board'
export const NAMES: readonly Name[] = ['audio', 'teacher', 'board']

export interface Hole { from: number; to: number }

export interface Span { from: number; to: number; holes: Hole[] }

/** Where media ends the decoder stops a little earlier; without this a player waits for ever at the brink. Seconds. */
export const BRINK = 0.12

export function pick(recording: Recording): Record<Name, RecordedTrack | null> {
  const find = (kind: string, role: string) => recording.tracks.find(one => one.kind === kind && one.role === role) ?? null
  const audio = find('audio', 'teacher') ?? recording.tracks.find(one => one.kind === 'audio') ?? null
  return { audio, teacher: find('video', 'teacher'), board: find('video', 'board') }
}

export function spanOf(track: RecordedTrack): Span {
  const holes = track.gaps.map((gap: Gap) => ({ from: gap.offset, to: gap.offset + gap.duration }))
  // A playlist opens with one gap up to a late start; the list of gaps may or may not repeat it.
  const first = holes.find(hole => hole.from <= 0.001)
  return { from: Math.max(track.offset, first?.to ?? 0), to: Math.max(track.offset + track.duration, ...holes.map(hole => hole.to)), holes: holes.filter(hole => hole !== first) }
}

/** Whether `span` has media at `time` and a moment after it. */
export function holds(span: Span, time: number): boolean {
  if (time < span.from - 0.001 || time > span.to - BRINK) return false
  return !span.holes.some(hole => time >= hole.from - BRINK && time < hole.to - 0.001)
}

/** The first second at or after `time` at which `span` has media again, or null. */
export function resumes(span: Span, time: number): number | null {
  if (holds(span, time)) return time
  const starts = [span.from, ...span.holes.map(hole => hole.to)].filter(start => start >= time - 0.001 && holds(span, start))
  return starts.length ? Math.min(...starts) : null
}

export class Timeline {
  private readonly spans = new Map<Name, Span>()

  set(name: Name, span: Span | null): void {
    if (span) this.spans.set(name, span)
    else this.spans.delete(name)
  }

  get(name: Name): Span | null {
    return this.spans.get(name) ?? null
  }

  /** Seconds from the epoch to the last media of any track. */
  get duration(): number {
    return Math.max(0, ...[...this.spans.values()].map(span => span.to))
  }

  has(name: Name, time: number): boolean {
    const span = this.spans.get(name)
    return span ? holds(span, time) : false
  }

  resumes(name: Name, time: number): number | null {
    const span = this.spans.get(name)
    return span ? resumes(span, time) : null
  }

  /** The first second at or after `time` at which any of `names` has media. */
  next(names: readonly Name[], time: number): number | null {
    const starts = names.map(name => this.resumes(name, time)).filter((start): start is number => start !== null)
    return starts.length ? Math.min(...starts) : null
  }

  /** Stretches in which no track at all has media: the player jumps over them, the seek bar marks them. */
  silences(): Hole[] {
    const edges = [...this.spans.values()].flatMap(span => [span.from, span.to, ...span.holes.flatMap(hole => [hole.from, hole.to])])
    const cuts = [...new Set([0, ...edges])].sort((a, b) => a - b)
    const empty: Hole[] = []
    for (let i = 0; i + 1 < cuts.length; i++) {
      const [from, to] = [cuts[i]!, cuts[i + 1]!]
      const middle = (from + to) / 2
      const covered = [...this.spans.values()].some(span => middle >= span.from && middle < span.to && !span.holes.some(hole => middle >= hole.from && middle < hole.to))
      if (covered) continue
      const last = empty[empty.length - 1]
      if (last && last.to === from) last.to = to
      else empty.push({ from, to })
    }
    return empty.filter(hole => hole.to - hole.from > 0.2)
  }
}
