/** How long a sending connection lives: measured once a second until it is dead. */
import type { Publisher } from './publisher'
import { reading, type Reading } from './uplink'

const CONNECT_MS = 8_000
/** The browser says `disconnected` when checks fail; a short fade heals by itself. */
const FADE_MS = 2_500

/** Settles with the reason when the connection is dead. */
export function sendingEnds(publisher: Publisher, measured: (before: Reading, after: Reading) => void = () => undefined): Promise<string> {
  const started = Date.now()
  let seen = false
  let fading: number | null = null
  let before: Reading | null = null
  return new Promise(resolve => {
    const end = (reason: string) => {
      clearInterval(timer)
      resolve(reason)
    }
    // A node that has given the session up, or was started anew, says so, and the browser tells at once.
    publisher.pc.addEventListener('connectionstatechange', () => { if (publisher.pc.connectionState === 'failed') end('failed') })
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
        if (now - fading > FADE_MS) end('disconnected')
      }
      const after = reading(await publisher.stats(), now)
      if (before) measured(before, after)
      before = after
    }, 1000)
  })
}
