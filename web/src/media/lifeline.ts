/** Holds one connection for as long as it is wanted: tries, watches, tries again. Knows neither WebRTC nor HTTP. */
import { Backoff } from '../state/backoff'

/**
 * A connection that stands. `ended` settles with the reason when it is dead; `renew` takes it over to another network; `close` lets go of it and never fails.
 */
export interface Line { ended: Promise<string>; renew?: () => void; close(): Promise<void> }

export type Phase = 'idle' | 'connecting' | 'connected' | 'waiting'

/** Milliseconds after which a connection counts as having worked, so that the next failure starts with short waits again. */
const SETTLED_MS = 10_000
/** Nobody answered, or a line died: the link may be back any moment, and a try costs next to nothing. A server that says no is given its time. */
const SOON_MS = 1_000

export class Lifeline {
  phase: Phase = 'idle'
  /** Why the last try or the last connection failed. */
  reason: unknown = null
  private wanted = false
  private generation = 0
  private line: Line | null = null
  private wake: (() => void) | null = null

  constructor(private readonly open: () => Promise<Line>, private readonly changed: () => void = () => undefined, private readonly backoff = new Backoff(200, 8_000)) {}

  start(): void {
    if (this.wanted) return
    this.wanted = true
    void this.run(++this.generation)
  }

  /** Try at once instead of waiting for the next turn; a standing connection stays. */
  hurry(): void {
    this.backoff.reset()
    this.wake?.()
  }

  /** The network is another one, or is back: a standing connection may have to go by another way. */
  moved(): void {
    this.hurry()
    this.line?.renew?.()
  }

  async stop(): Promise<void> {
    this.wanted = false
    this.generation++
    this.wake?.()
    const line = this.line
    this.line = null
    this.to('idle')
    await line?.close()
  }

  private async run(generation: number): Promise<void> {
    const current = () => this.wanted && generation === this.generation
    while (current()) {
      this.to('connecting')
      const began = Date.now()
      try {
        const line = await this.open()
        if (!current()) return void line.close()
        this.line = line
        this.to('connected')
        const reason = await line.ended
        if (!current()) return
        this.line = null
        this.reason = reason
        void line.close()
        if (Date.now() - began > SETTLED_MS) this.backoff.reset()
      } catch (error) {
        if (!current()) return
        this.reason = error
      }
      this.to('waiting')
      await this.pause(this.waitFor(this.reason))
    }
  }

  private waitFor(reason: unknown): number {
    const asked = typeof reason === 'object' && reason !== null && 'retryAfter' in reason ? (reason as { retryAfter: unknown }).retryAfter : null
    const answered = typeof reason === 'object' && reason !== null && 'status' in reason
    return Math.max(answered ? this.backoff.next() : this.backoff.next(SOON_MS), typeof asked === 'number' ? Math.min(asked, 30) * 1000 : 0)
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise(done => {
      const timer = setTimeout(done, milliseconds)
      this.wake = () => {
        clearTimeout(timer)
        done()
      }
    })
  }

  private to(phase: Phase): void {
    if (phase === this.phase) return
    this.phase = phase
    this.changed()
  }
}
