/** WHIP (RFC 9725) and WHEP: one POST for the offer, one DELETE at the end. The same exchange serves both. */
export class SignallingError extends Error {
  /** `retryAfter` in seconds, null when the server named none; `detail` is written for the person at the screen. */
  constructor(readonly status: number, readonly detail: string, readonly retryAfter: number | null) {
    super(`signalling answered ${status}: ${detail}`)
    this.name = 'SignallingError'
  }
}

export interface Door { url: string; token: string; language?: string }

/** `session` is the id that the server gave: the last part of its address. */
export interface Resource { session: string; close(): Promise<void> }

/** Changes of the descriptions on their way out and in. */
export interface Edits { offer?: (sdp: string) => string; answer?: (sdp: string) => string }

/** How long candidates are waited for. Our nodes are ICE-lite and need none of ours; a TURN server does. */
const GATHER_MS = { direct: 300, relayed: 1500 }

/** A node answers within milliseconds, the server gives up on it after 5 s; whatever takes longer hangs on a line that broke meanwhile. */
export const LIMIT_MS = 8_000

/** Negotiate `pc` through the door. Raises SignallingError for an answer other than 201, TypeError when nothing answers. */
export async function exchange(pc: RTCPeerConnection, door: Door, edits: Edits = {}): Promise<Resource> {
  await pc.setLocalDescription(await pc.createOffer())
  await gathered(pc, pc.getConfiguration().iceServers?.length ? GATHER_MS.relayed : GATHER_MS.direct)
  const offer = pc.localDescription?.sdp ?? ''
  const authorization = { Authorization: `Bearer ${door.token}` }
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), LIMIT_MS)
  const answer = await fetch(door.url, {
    method: 'POST',
    headers: { ...authorization, 'Content-Type': 'application/sdp', 'Accept-Language': door.language ?? 'zh-CN' },
    body: edits.offer ? edits.offer(offer) : offer,
    signal: abort.signal,
  }).catch((error: unknown) => { throw abort.signal.aborted ? new TypeError(`no answer in ${LIMIT_MS} ms`) : error }).finally(() => clearTimeout(timer))
  if (answer.status !== 201) throw await refusal(answer)
  const resource = new URL(answer.headers.get('Location') ?? '', new URL(door.url, answer.url)).href
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
  return { session: resource.split('/').pop() ?? '', close }
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
