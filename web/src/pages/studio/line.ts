/** What the way from this computer to the server carries, found by sending: a few bodies that the server throws away. No DOM. */

/** The first body, and the largest that the server takes. */
const FIRST = 64_000
const LARGEST = 1_000_000
const TRIES = 3
/** The next body is one that takes about so long at the rate seen by now: long enough to be more than the round trip. */
const AIM_MS = 1_200
/** All tries together; whatever takes longer has shown that it is slow. */
export const LIMIT_MS = 5_000

/** `atMost`: not even the first body arrived in time. */
export interface Line { kbps: number; atMost: boolean }
type Send = (bytes: number, signal: AbortSignal) => Promise<unknown>

/** Send until the rate is known, the time is up or the page is left; the best try counts, because each of them carries a round trip too. Raises what `send` raises. */
export async function measureLine(send: Send, now: () => number, left: AbortSignal, limit = LIMIT_MS): Promise<Line> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), limit)
  left.addEventListener('abort', () => abort.abort())
  let best = 0
  let bytes = FIRST
  try {
    for (let tries = 0; tries < TRIES && !abort.signal.aborted; tries++) {
      const began = now()
      await send(bytes, abort.signal)
      const ms = Math.max(1, now() - began)
      best = Math.max(best, (bytes * 8) / ms)
      if (bytes === LARGEST) break
      bytes = Math.round(Math.min(LARGEST, Math.max(FIRST, (best * AIM_MS) / 8)))
    }
  } catch (error) {
    if (!abort.signal.aborted) throw error
  } finally {
    clearTimeout(timer)
  }
  return best ? { kbps: best, atMost: false } : { kbps: (FIRST * 8) / limit, atMost: true }
}

export type Carries = 'all' | 'smaller' | 'paused' | 'sound' | 'nothing'

/** What of a lesson goes through: all layers of both pictures are 3.2 Mbit/s, board and a small camera 0.4, the board's small layer 0.2, sound 0.06. Pure. */
export function carries(kbps: number): Carries {
  if (kbps >= 2_500) return 'all'
  if (kbps >= 450) return 'smaller'
  if (kbps >= 200) return 'paused'
  return kbps >= 70 ? 'sound' : 'nothing'
}
