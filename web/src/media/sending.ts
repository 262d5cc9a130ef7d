/** How long a sending connection lives: measured once a second until it is dead. */
import type { Line } from './lifeline'
import type { Publisher } from './publisher'
import { Renewal } from './renewal'
import { reading, type Reading } from './uplink'

const CONNECT_MS = 8_000
/** The browser says `disconnected` when checks fail; a short fade heals by itself. */
const FADE_MS = 2_500

interface Session { restart(): Promise<void>; close(): Promise<void> }
type Measured = (before: Reading, after: Reading) => void

/** A publisher's line in the session that was agreed on; closing it closes both. */
export function sendingLine(publisher: Publisher, session: Session, measured: Measured = () => undefined): Line {
  const renewal = new Renewal(publisher.pc, session.restart)
  const close = async () => {
    publisher.close()
    await session.close()
  }
  return { ended: Promise.race([renewal.lost, ends(publisher, renewal, measured)]), renew: () => void renewal.now(), close }
}

/** Settles with the reason when the connection is dead. */
function ends(publisher: Publisher, renewal: Renewal, measured: Measured): Promise<string> {
  const started = Date.now()
  let seen = false
  let fading: number | null = null
  let before: Reading | null = null
  return new Promise(resolve => {
    const end = (reason: string) => {
      clearInterval(timer)
      resolve(reason)
    }
    const timer = setInterval(async () => {
      const now = Date.now()
      const state = publisher.pc.connectionState
      if (state === 'failed' || state === 'closed') return end(state)
      if (state === 'connected') {
        seen = true
        fading = null
      } else if (!seen) {
        if (now - started > CONNECT_MS) end('late')
      } else {
        fading ??= now
        if (now - fading > FADE_MS && !renewal.hopeful(now)) end('disconnected')
      }
      const after = reading(await publisher.stats(), now)
      if (before) measured(before, after)
      before = after
    }, 1000)
  })
}
