/** What a recording holds at which second. All tracks count from the recording's epoch. Pure. */
import type { RecordedTrack, Recording } from '../api/types'

export type Name = 'audio' | 'teacher' | 'board'
export const NAMES: readonly Name[] = ['audio', 'teacher', 'board']

export interface Hole { from: number; to: number }

export interface Span { from: number; to: number; holes: Hole[] }

/** Where media ends decoders stop a little earlier, and a seek to just before it may never end. Seconds of playing at normal speed. */
export const BRINK = 0.2
/** The server bridges shorter ones. Seconds. */
const SHORTEST_HOLE = 0.2

export interface Source { playlist: string; span: Span }

/** What is played under each name. A teacher who came back after a break is another track of the same role: the role's playlist joins them. */
export function sources(recording: Recording): Record<Name, Source | null> {
  const voice = recording.tracks.find(one => one.kind === 'audio' && one.role === 'teacher') ?? recording.tracks.find(one => one.kind === 'audio')
  return {
    audio: voice ? source(recording, 'audio', voice.role) : null,
    teacher: source(recording, 'video', 'teacher'),
    board: source(recording, 'video', 'board'),
  }
}

function source(recording: Recording, kind: 'audio' | 'video', role: string): Source | null {
  const tracks = recording.tracks.filter(one => one.kind === kind && one.role === role)
  const first = tracks[0]
  if (!first) return null
  const master = recording.roles.find(one => one.role === role)?.playlist
  return { playlist: master ? master.replace(/master\.m3u8$/, `${kind}.m3u8`) : first.playlist, span: spanOf(tracks) }
}

/** Join tracks of one role: what none of them has is a hole. */
export function spanOf(tracks: readonly RecordedTrack[]): Span {
  const pieces = tracks.flatMap(pieceList).sort((a, b) => a.from - b.from)
  const span: Span = { from: pieces[0]?.from ?? 0, to: pieces[0]?.to ?? 0, holes: [] }
  for (const piece of pieces.slice(1)) {
    if (piece.from - span.to > SHORTEST_HOLE) span.holes.push({ from: span.to, to: piece.from })
    span.to = Math.max(span.to, piece.to)
  }
  return span
}

/** The stretches of one track between its gaps. */
function pieceList(track: RecordedTrack): Hole[] {
  const pieces: Hole[] = []
  let from = track.offset
  for (const gap of [...track.gaps].sort((a, b) => a.offset - b.offset)) {
    if (gap.offset > from) pieces.push({ from, to: gap.offset })
    from = Math.max(from, gap.offset + gap.duration)
  }
  if (track.offset + track.duration > from) pieces.push({ from, to: track.offset + track.duration })
  return pieces
}

/** Whether `span` has media at `time` and a moment after it. */
export function holds(span: Span, time: number, brink = BRINK): boolean {
  if (time < span.from - 0.001 || time > span.to - brink) return false
  return !span.holes.some(hole => time >= hole.from - brink && time < hole.to - 0.001)
}

/** The first second at or after `time` at which `span` has media again, or null. */
export function resumes(span: Span, time: number, brink = BRINK): number | null {
  if (holds(span, time, brink)) return time
  const starts = [span.from, ...span.holes.map(hole => hole.to)].filter(start => start >= time - 0.001 && holds(span, start, brink))
  return starts.length ? Math.min(...starts) : null
}

/** Segments of the tracks of one lesson are sealed and seen at different moments. Seconds. */
const LAG = 12

export class Timeline {
  private readonly spans = new Map<Name, Span>()
  /** Seconds before an end at which media count as ended; faster playing needs more. */
  brink = BRINK

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
    return span ? holds(span, time, this.brink) : false
  }

  resumes(name: Name, time: number): number | null {
    const span = this.spans.get(name)
    return span ? resumes(span, time, this.brink) : null
  }

  /** While a lesson is recorded: whether more of `name` is to come at `time`. A track that lags by more than `LAG` has ended. */
  pending(name: Name, time: number): boolean {
    const span = this.spans.get(name)
    return span !== undefined && time > span.to - this.brink && this.duration - span.to < LAG
  }

  /** The last second that all growing tracks of `names` have. */
  edge(names: readonly Name[]): number {
    const ends = names.map(name => this.spans.get(name)?.to ?? 0).filter(to => this.duration - to < LAG)
    return ends.length ? Math.min(...ends) : this.duration
  }

  /** Where the media that `name` has at `time` end. */
  end(name: Name, time: number): number {
    const span = this.spans.get(name)
    return span ? Math.min(span.to, ...span.holes.filter(hole => hole.from > time).map(hole => hole.from)) : 0
  }

  /** It was seen that the media of `name` end at `time` already, a little before what the playlist says. */
  shorten(name: Name, time: number): void {
    const span = this.spans.get(name)
    if (!span) return
    const end = this.end(name, time)
    const hole = span.holes.find(one => one.from === end)
    if (hole) hole.from = time
    else if (span.to === end) span.to = time
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
    return empty.filter(hole => hole.to - hole.from > SHORTEST_HOLE)
  }
}
