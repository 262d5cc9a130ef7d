/**
 * How long to wait before trying again, for ever: doubling from `first` to `limit` milliseconds, with ± 25 % of jitter
 * so that a hundred classrooms do not come back in the same instant.
 */
export class Backoff {
  private attempt = 0

  constructor(readonly first = 500, readonly limit = 10_000, private readonly random: () => number = Math.random) {}

  /** Milliseconds until the next try; `limit` may be a lower one for this turn. */
  next(limit = this.limit): number {
    const base = Math.min(limit, this.first * 2 ** Math.min(this.attempt++, 16))
    return Math.round(base * (0.75 + this.random() * 0.5))
  }

  reset(): void {
    this.attempt = 0
  }
}
