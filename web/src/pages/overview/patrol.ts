/** Looking into one running lesson after the other on a fixed allowance of octets. Times are milliseconds, arguments. */

/** Bits a second of the whole wall, on average. */
export const WALL_BPS = 900_000
/** Lines that are open at the same time: a lesson without a picture holds one for six seconds and costs nothing. */
export const AT_ONCE = 4
/** Milliseconds between two looks at the same lesson at least. */
export const REST_MS = 10_000

/** What may be spent: it fills steadily, and a look is begun only while nothing is owed. */
export class Purse {
  private bits = 0
  constructor(private readonly bps: number, private readonly began: number) {}

  spend(bytes: number): void {
    this.bits += bytes * 8
  }

  /** Milliseconds until the next look may begin. */
  wait(now: number): number {
    return Math.max(0, (this.bits / this.bps) * 1000 - (now - this.began))
  }

  /** Average since the beginning, kbit/s. */
  rate(now: number): number {
    return now > this.began ? this.bits / (now - this.began) : 0
  }
}

/** Whose turn it is: the lesson that was looked at longest ago, none that is being looked at or was just now. */
export function nextOf(lessons: readonly string[], seen: ReadonlyMap<string, number>, busy: ReadonlySet<string>, now: number): string | null {
  const free = lessons.filter(id => !busy.has(id) && now - (seen.get(id) ?? -Infinity) >= REST_MS)
  return free.sort((one, other) => (seen.get(one) ?? -Infinity) - (seen.get(other) ?? -Infinity))[0] ?? null
}
