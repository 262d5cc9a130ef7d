/** The server's clock as this browser sees it. A smart board's own clock may be days wrong. Milliseconds since 1970. */
let offset = 0
let known = false

/** Take a `server_time` (ISO, UTC) that has just arrived; half a round trip of error is accepted. */
export function synchronise(serverTime: string, receivedAt = Date.now()): void {
  const time = Date.parse(serverTime)
  if (!Number.isFinite(time)) return
  offset = time - receivedAt
  known = true
}

export function serverNow(): number {
  return Date.now() + offset
}

/** Seconds by which this computer's own clock is ahead of the server's; null before the server has said its time. */
export function clockAhead(): number | null {
  return known ? -offset / 1000 : null
}
