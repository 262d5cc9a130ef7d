/** The server's clock as this browser sees it. A smart board's own clock may be days wrong. Milliseconds since 1970. */
let offset = 0

/** Take a `server_time` (ISO, UTC) that has just arrived; half a round trip of error is accepted. */
export function synchronise(serverTime: string, receivedAt = Date.now()): void {
  const time = Date.parse(serverTime)
  if (Number.isFinite(time)) offset = time - receivedAt
}

export function serverNow(): number {
  return Date.now() + offset
}
