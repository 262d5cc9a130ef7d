/** WHIP (RFC 9725) and WHEP: one POST for the offer, a PATCH when the network has changed, one DELETE at the end. The same exchange serves both. */
import { iceFragment, withFragment } from './sdp'

export class SignallingError extends Error {
  /** `retryAfter` in seconds, null when the server named none; `detail` is written for the person at the screen. */
  constructor(readonly status: number, readonly detail: string, readonly retryAfter: number | null) {
    super(`signalling answered ${status}: ${detail}`)
    this.name = 'SignallingError'
  }
}

export interface Door { url: string; token: string; language?: string }

/**
 * `session` is the id that the server gave: the last part of its address. `restart` agrees on new ICE credentials, so that the session goes on by
 * another way (RFC 9725 section 4.3.3); it raises like `exchange`. Until it has succeeded the connection goes on as it was.
 */
export interface Resource { session: string; restart(): Promise<void>; close(): Promise<void> }

/** Changes of the descriptions on their way out and in. */
export interface Edits { offer?: (sdp: string) => string; answer?: (sdp: string) => string }

/** How long candidates are waited for. Our nodes are ICE-lite and need none of ours; a TURN server does. */
const GATHER_MS = { direct: 300, relayed: 1500 }

/** A node answers within milliseconds, the server gives up on it after 5 s; whatever takes longer hangs on a line that broke meanwhile. */
export const LIMIT_MS = 8_000
/** A restart is asked for because the line is bad, and while it hangs nothing else is lost: soon a fresh question has better chances. */
export const RESTART_LIMIT_MS = 2_000

/** Negotiate `pc` through the door. Raises SignallingError for an answer other than 201, TypeError when nothing answers. */
export async function exchange(pc: RTCPeerConnection, door: Door, edits: Edits = {}): Promise<Resource> {
  await pc.setLocalDescription(await pc.createOffer())
  await gathered(pc, pc.getConfiguration().iceServers?.length ? GATHER_MS.relayed : GATHER_MS.direct)
  const offer = pc.localDescription?.sdp ?? ''
  const authorization = { Authorization: `Bearer ${door.token}` }
  const headers = { ...authorization, 'Accept-Language': door.language ?? 'zh-CN' }
  const answer = await ask(door.url, 'POST', { ...headers, 'Content-Type': 'application/sdp' }, edits.offer ? edits.offer(offer) : offer, LIMIT_MS)
  if (answer.status !== 201) throw await refusal(answer)
  const resource = new URL(answer.headers.get('Location') ?? '', new URL(door.url, answer.url)).href
  const restart = async () => {
    await pc.setLocalDescription(await pc.createOffer({ iceRestart: true }))
    const fresh = await ask(resource, 'PATCH', { ...headers, 'Content-Type': 'application/trickle-ice-sdpfrag', 'If-Match': '*' }, iceFragment(pc.localDescription?.sdp ?? ''), RESTART_LIMIT_MS)
    if (fresh.status !== 200) throw await refusal(fresh)
    await pc.setRemoteDescription({ type: 'answer', sdp: withFragment(pc.remoteDescription?.sdp ?? '', await fresh.text()) })
  }
  const close = async () => {
    // Chromium 80 refuses `keepalive` on a DELETE; the node times the session out by itself then.
    await fetch(resource, { method: 'DELETE', keepalive: true, headers: authorization }).catch(() => undefined)
  }
  const sdp = await answer.text()
  try {
    await pc.setRemoteDescription({ type: 'answer', sdp: edits.answer ? edits.answer(sdp) : sdp })
  } catch (error) {
    await close()
    throw error
  }
  return { session: resource.split('/').pop() ?? '', restart, close }
}

async function ask(url: string, method: string, headers: Record<string, string>, body: string, limit: number): Promise<Response> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), limit)
  try {
    return await fetch(url, { method, headers, body, signal: abort.signal })
  } catch (error) {
    throw abort.signal.aborted ? new TypeError(`no answer in ${limit} ms`) : error
  } finally {
    clearTimeout(timer)
  }
}

async function refusal(answer: Response): Promise<SignallingError> {
  const wait = Number(answer.headers.get('Retry-After') ?? NaN)
  const text = await answer.text().catch(() => '')
  let detail = ''
  try {
    detail = (JSON.parse(text) as { detail?: string }).detail ?? ''
  } catch {
    detail = ''
  }
  return new SignallingError(answer.status, detail, Number.isFinite(wait) ? wait : null)
}

function gathered(pc: RTCPeerConnection, limit: number): Promise<void> {
  return new Promise(done => {
    if (pc.iceGatheringState === 'complete') return done()
    const timer = setTimeout(done, limit)
    pc.addEventListener('icegatheringstatechange', () => {
      if (pc.iceGatheringState !== 'complete') return
      clearTimeout(timer)
      done()
    })
  })
}
