/** How a picture that is `drift` seconds ahead of the clock comes back to it. Pure. */
export type Correction = { seek: true } | { seek: false; rate: number }

/** Beyond this a nudge would take longer than a seek. Seconds. */
export const JUMP = 0.5
/** Below this nobody sees a difference, and changing the rate again and again would be worse. Seconds. */
export const CLOSE = 0.012
/** A rate that differs by more is seen as slow or quick motion. */
const LARGEST = 0.2
/** Per second: half a second of tick and decoder delay stay stable. */
const GAIN = 1.6

export function correct(drift: number, rate: number): Correction {
  if (Math.abs(drift) > JUMP) return { seek: true }
  if (Math.abs(drift) < CLOSE) return { seek: false, rate }
  return { seek: false, rate: rate * (1 - Math.max(-LARGEST, Math.min(LARGEST, drift * GAIN))) }
}
