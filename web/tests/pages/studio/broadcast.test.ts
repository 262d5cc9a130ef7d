import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Sources } from '../../../src/media/publisher'
import { Broadcast } from '../../../src/pages/studio/broadcast'

class Sender { track: unknown; constructor(track: unknown) { this.track = track } replaceTrack(track: unknown) { this.track = track; return Promise.resolve() } }

class Peer extends EventTarget {
  iceGatheringState = 'complete'
  connectionState = 'connected'
  localDescription: { sdp: string } | null = null
  closed = false
  bytes = 0
  readonly senders: Sender[] = []
  readonly added: { what: unknown; init: { direction: string; sendEncodings: { maxBitrate: number; maxFramerate?: number }[] } }[] = []
  constructor() { super(); peers.push(this) }
  addTransceiver(what: unknown, init: Peer['added'][number]['init']) {
    const sender = new Sender(typeof what === 'string' ? null : what)
    this.senders.push(sender)
    this.added.push({ what, init })
    return { sender }
  }
  createOffer() { return Promise.resolve({ sdp: 'v=0\r\nm=audio 9 x 1\r\nm=video 9 x 2\r\nm=video 9 x 2\r\n' }) }
  setLocalDescription(description: { sdp: string }) { this.localDescription = description; return Promise.resolve() }
  setRemoteDescription() { return Promise.resolve() }
  getConfiguration() { return {} }
  getStats() { this.bytes += 125_000; return Promise.resolve(new Map([[0, { type: 'outbound-rtp', bytesSent: this.bytes, packetsSent: this.bytes / 1000 }]])) }
  close() { this.closed = true; this.connectionState = 'closed' }
}

let peers: Peer[]
let offers: string[]
let away: boolean
let sources: Sources
let broadcast: Broadcast

beforeEach(() => {
  vi.useFakeTimers()
  peers = []
  offers = []
  away = false
  sources = { microphone: { kind: 'audio' } as MediaStreamTrack, camera: { kind: 'video' } as MediaStreamTrack, board: null }
  vi.stubGlobal('RTCPeerConnection', Peer)
  vi.stubGlobal('RTCRtpSender', {})
  vi.stubGlobal('MediaStream', class {})
  vi.stubGlobal('fetch', (url: string, init: { method: string; body?: string }) => {
    if (away) return Promise.reject(new TypeError('Failed to fetch'))
    if (url.endsWith('media-tokens')) return Promise.resolve(new Response(JSON.stringify({ token: 't', expires_at: '', endpoint: '/whip/l', ice_servers: [] }), { status: 201 }))
    if (init.method === 'POST') offers.push(init.body ?? '')
    const answer = new Response('v=0\r\n', { status: init.method === 'POST' ? 201 : 200, headers: { Location: '/whip/l/s' } })
    Object.defineProperty(answer, 'url', { value: 'http://school.test/whip/l' })
    return Promise.resolve(answer)
  })
  broadcast = new Broadcast('l', () => sources, () => false)
})
afterEach(async () => {
  await broadcast.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('always offers sound, teacher and board in this order, with the roles in what is posted', async () => {
  broadcast.start()
  await vi.advanceTimersByTimeAsync(100)
  expect(peers[0]?.added.map(one => typeof one.what === 'string' ? one.what : 'track')).toEqual(['track', 'track', 'video'])
  expect(peers[0]?.added.every(one => one.init.direction === 'sendonly')).toBe(true)
  expect(peers[0]?.added[2]?.init.sendEncodings[1]).toMatchObject({ rid: 'h', maxBitrate: 1_200_000, maxFramerate: 10 })
  expect(offers[0]).toContain('m=video 9 x 2\r\na=content:speaker\r\nm=video 9 x 2\r\na=content:slides\r\n')
})

test('a board comes and goes without a new offer', async () => {
  broadcast.start()
  await vi.advanceTimersByTimeAsync(100)
  const board = { kind: 'video' } as MediaStreamTrack
  broadcast.replace('board', board)
  expect(peers[0]?.senders[2]?.track).toBe(board)
  broadcast.replace('board', null)
  expect(peers[0]?.senders[2]?.track).toBeNull()
  expect(offers).toHaveLength(1)
})

test('a camera that changed while the answer was on its way is the one that is sent', async () => {
  broadcast.start()
  const other = { kind: 'video' } as MediaStreamTrack
  sources.camera = other
  await vi.advanceTimersByTimeAsync(100)
  expect(peers[0]?.senders[1]?.track).toBe(other)
})

test('measures the uplink', async () => {
  broadcast.start()
  await vi.advanceTimersByTimeAsync(3_100)
  expect(broadcast.state).toMatchObject({ phase: 'connected', verdict: 'good', uplink: { kbps: 1000, lossPercent: 0 } })
})

test('a line that stays thin is told, and the list outlives a reload', async () => {
  const shelf = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => shelf.get(key) ?? null, setItem: (key: string, value: string) => shelf.set(key, value), removeItem: (key: string) => shelf.delete(key) })
  const kind = { type: 'outbound-rtp', mid: '1', qualityLimitationReason: 'bandwidth' }
  let sent = 0
  vi.spyOn(Peer.prototype, 'getStats').mockImplementation(() => Promise.resolve(new Map<number, never>([[0, { ...kind, bytesSent: sent += 75_000, packetsSent: sent / 1000, framesSent: 1 } as never], [1, { type: 'candidate-pair', nominated: true, availableOutgoingBitrate: 600_000 } as never]])))
  sources.camera = { kind: 'video', enabled: true } as MediaStreamTrack
  broadcast.start()
  await vi.advanceTimersByTimeAsync(12_000)
  expect(broadcast.state.strain).toEqual({ trouble: 'thin', kbps: 600, lossPercent: 0, picture: 'paused' })
  await broadcast.stop()
  expect(broadcast.state.strain).toBeNull()
  const [span] = new Broadcast('l', () => sources, () => false).state.trace
  expect(span).toMatchObject({ trouble: 'thin', kbps: 600 })
  expect(span!.to).toBeGreaterThan(span!.from)
  expect(new Broadcast('another', () => sources, () => false).state.trace).toEqual([])
  vi.restoreAllMocks()
})

test('a line that fades for longer than a moment is made anew with the same sources', async () => {
  broadcast.start()
  await vi.advanceTimersByTimeAsync(2_000)
  peers[0]!.connectionState = 'disconnected'
  await vi.advanceTimersByTimeAsync(2_000)
  expect(peers).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(4_000)
  expect(peers).toHaveLength(2)
  expect(peers[0]?.closed).toBe(true)
  expect(peers[1]?.senders.map(sender => sender.track)).toEqual([sources.microphone, sources.camera, null])
})

test('a line that the node knows no more is made anew at once', async () => {
  broadcast.start()
  await vi.advanceTimersByTimeAsync(1_100)
  peers[0]!.connectionState = 'failed'
  peers[0]!.dispatchEvent(new Event('connectionstatechange'))
  await vi.advanceTimersByTimeAsync(300)
  expect(peers).toHaveLength(2)
})

test('while the server is away it keeps trying and says why', async () => {
  away = true
  broadcast.start()
  await vi.advanceTimersByTimeAsync(120_000)
  expect(broadcast.state.phase).toBe('waiting')
  expect(broadcast.state.trouble).not.toBeNull()
  away = false
  broadcast.hurry()
  await vi.advanceTimersByTimeAsync(10)
  expect(broadcast.state).toMatchObject({ phase: 'connected', trouble: null })
})

test('stopping closes the connection for good', async () => {
  broadcast.start()
  await vi.advanceTimersByTimeAsync(100)
  await broadcast.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(peers).toHaveLength(1)
  expect(peers[0]?.closed).toBe(true)
  expect(broadcast.state.phase).toBe('idle')
})

test('a page that another one replaced says so and does not come back until somebody asks', async () => {
  const bodies: string[] = []
  const before = fetch
  let taken = true
  vi.stubGlobal('fetch', (url: string, init: { method: string; body?: string }) => {
    if (!url.endsWith('media-tokens')) return before(url, init)
    bodies.push(init.body ?? '')
    const refused = taken && bodies.length > 1
    return refused ? Promise.resolve(new Response(JSON.stringify({ type: '/problems/taken-over', detail: '…' }), { status: 409, headers: { 'Content-Type': 'application/problem+json' } })) : before(url, init)
  })
  broadcast.start()
  await vi.advanceTimersByTimeAsync(100)
  peers[0]!.connectionState = 'failed'
  peers[0]!.dispatchEvent(new Event('connectionstatechange'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(bodies.map(body => JSON.parse(body) as object)).toEqual([{ direction: 'publish' }, { direction: 'publish', resumes: 's' }])
  expect(broadcast.state).toMatchObject({ phase: 'idle', takenOver: true })
  taken = false
  broadcast.start()
  await vi.advanceTimersByTimeAsync(100)
  expect(JSON.parse(bodies[2]!)).toEqual({ direction: 'publish' })
  expect(broadcast.state).toMatchObject({ phase: 'connected', takenOver: false })
})
