/**
 * Ask again before the first question has failed. On a line that drops everything a request hangs in TCP's own growing pauses
 * (1, 2, 4 s …) and would still hang when the line is back; a fresh one goes through at once. Knows no network: `ask` does the asking.
 */
export interface Hedge { everyMs: number; lifeMs: number; tries: number }

/** A question lives long enough for a round trip of 1.2 s with a handshake; never more than four stand at a time, of six that a browser allows a server. */
export const HEDGE: Hedge = { everyMs: 1_250, lifeMs: 5_000, tries: 8 }

/** The first answer, or the first failure that came by itself. Rejects as the last question did when all `tries` have hung to their end. */
export function hedged<T>(ask: (signal: AbortSignal) => Promise<T>, { everyMs, lifeMs, tries }: Hedge = HEDGE): Promise<T> {
  return new Promise((resolve, reject) => {
    const standing = new Set<AbortController>()
    let asked = 0
    let next: ReturnType<typeof setTimeout> | undefined
    const settle = (how: () => void) => {
      clearTimeout(next)
      for (const abort of standing) abort.abort()
      standing.clear()
      how()
    }
    const one = () => {
      const abort = new AbortController()
      standing.add(abort)
      if (++asked < tries) next = setTimeout(one, everyMs)
      const end = setTimeout(() => abort.abort(), lifeMs)
      ask(abort.signal).then(
        answer => { if (standing.has(abort)) settle(() => resolve(answer)) },
        (error: unknown) => {
          if (!standing.delete(abort)) return
          // One that was ended for its age says nothing about the younger ones.
          if (!abort.signal.aborted || (standing.size === 0 && asked >= tries)) settle(() => reject(error as Error))
        },
      ).finally(() => clearTimeout(end))
    }
    one()
  })
}
