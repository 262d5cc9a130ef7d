/** When the teacher's line was too thin, lossy or gone in this lesson: what holds now, and the list of what held. Pure; times are arguments (ms). */
import type { Pressure, Uplink } from './uplink'

export type Trouble = 'thin' | 'lossy' | 'gone'
/** `to` null: it still holds. `kbps`: what the line carried at its thinnest; 0 where that says nothing. */
export interface Span { trouble: Trouble; from: number; to: number | null; kbps: number }
/** What becomes of the camera's picture meanwhile: none is sent anyway, its layers are fewer, or nothing of it goes out. */
export type Picture = 'none' | 'smaller' | 'paused'
export interface Now { trouble: Trouble; kbps: number; lossPercent: number; picture: Picture }

/** A trouble counts when it has held so long, and is over when nothing was wrong so long: a line at its limit wavers, words must not. */
const HOLD_MS = 5_000
const REST_MS = 10_000
/** All layers of camera and board come to 3.2 Mbit/s; from here on only the largest are missing, which no village line carries anyway. */
const ENOUGH_KBPS = 1_500
const LOSSY_PERCENT = 10
/** No picture for so long is a pause and not a slow frame. */
const PAUSED_MS = 3_000
/** A lesson with more of them has one trouble: its line. */
const KEPT = 20

export class Strain {
  now: Now | null = null
  readonly spans: Span[]
  private since: { trouble: Trouble; at: number } | null = null
  private lastWrong = 0
  private framed = 0
  private smooth: number | null = null

  constructor(spans: readonly Span[] = []) {
    this.spans = spans.slice(-KEPT)
    // What held when the page was left is over: nobody saw its end.
    for (const span of this.spans) span.to ??= span.from
  }

  /** One second of a line that stands. `camera`: whether a picture is given to it. */
  observe(line: Uplink, pressure: Pressure, camera: boolean, at: number): void {
    if (pressure.frames > 0 || !camera || !this.framed) this.framed = at
    const kbps = pressure.availableKbps ?? line.kbps
    this.smooth = this.smooth === null ? kbps : this.smooth + (kbps - this.smooth) / 4
    const trouble = pressure.limited && this.smooth < ENOUGH_KBPS ? 'thin' : line.lossPercent > LOSSY_PERCENT ? 'lossy' : null
    if (trouble) this.wrong(trouble, at)
    else if (this.now && at - this.lastWrong >= REST_MS) this.over(at)
    else if (!this.now) this.since = null
    if (!this.now) return
    const rate = rounded(this.smooth)
    const span = this.spans[this.spans.length - 1]!
    if (span.trouble === 'thin') span.kbps = span.kbps ? Math.min(span.kbps, rate) : rate
    const picture = !camera ? 'none' : at - this.framed >= PAUSED_MS ? 'paused' : 'smaller'
    this.now = { trouble: this.now.trouble, kbps: rate, lossPercent: Math.round(line.lossPercent), picture }
  }

  /** The line is gone, and nothing is sent until it is back. */
  gone(at: number): void {
    if (this.now?.trouble === 'gone') return
    this.over(at)
    this.begin('gone', at)
  }

  /** The line stands again. */
  back(at: number): void {
    if (this.now?.trouble === 'gone') this.over(at)
    this.smooth = null
    this.framed = 0
  }

  /** Nothing is sent any more, because nobody wants to. */
  end(at: number): void {
    this.over(at)
    this.smooth = null
    this.framed = 0
  }

  private wrong(trouble: Trouble, at: number): void {
    this.lastWrong = at
    if (this.now) return
    this.since ??= { trouble, at }
    if (at - this.since.at >= HOLD_MS) this.begin(trouble, this.since.at)
  }

  private begin(trouble: Trouble, from: number): void {
    this.now = { trouble, kbps: 0, lossPercent: 0, picture: 'none' }
    this.spans.push({ trouble, from, to: null, kbps: 0 })
    if (this.spans.length > KEPT) this.spans.shift()
  }

  private over(at: number): void {
    const span = this.spans[this.spans.length - 1]
    if (this.now && span) span.to = this.now.trouble === 'gone' ? at : Math.max(span.from, Math.min(at, this.lastWrong))
    this.now = null
    this.since = null
  }
}

/** Two digits at most: an estimate that moves every second is no more exact. */
function rounded(kbps: number): number {
  const step = kbps < 100 ? 10 : kbps < 1000 ? 50 : 100
  return Math.round(kbps / step) * step
}
