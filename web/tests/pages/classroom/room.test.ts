import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Device, Lesson } from '../../../src/api/types'
import { Classroom } from '../../../src/pages/classroom/room'

const named = (id: string) => ({ id, name: id })
const lesson = (id: string, state: Lesson['state']): Lesson => ({
  id, kind: 'dedicated', title: id, subject: '音乐', grade: 4, teacher: named('t'), hub: { school: named('h'), room: named('hr'), class_name: '' }, receivers: [],
  starts_at: '2026-11-24T02:20:00Z', ends_at: '2026-11-24T03:00:00Z', started_at: null, ended_at: null, state, recorded: true, can: ['receive'],
})

/** A server that says what the test wants, and peer connections that count. */
let next: Lesson | null
let answers: Record<string, () => Response>
let asked: string[]
let peers: Peer[]
/** What was asked of the door. */
let bodies: object[]

class Peer extends EventTarget {
  iceGatheringState = 'complete'
  connectionState = 'connected'
  signalingState = 'stable'
  localDescription: { sdp: string } | null = null
  closed = false
  packets = 0
  constructor() { super(); peers.push(this) }
  addTransceiver(kind: string) {
    return { receiver: { track: { kind }, getStats: () => Promise.resolve(new Map([[0, { type: 'inbound-rtp', packetsReceived: this.packets, framesDecoded: kind === 'video' ? this.packets : 0, bytesReceived: this.packets * 900 }]])) } }
  }
  createOffer() { return Promise.resolve({ sdp: 'v=0\r\n' }) }
  setLocalDescription(description: { sdp: string }) { this.localDescription = description; return Promise.resolve() }
  setRemoteDescription() { return Promise.resolve() }
  getConfiguration() { return {} }
  close() { this.closed = true; this.signalingState = 'closed' }
}

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } })
const device = (): Device => ({ kind: 'device', id: 'd', name: 'd', room: named('r'), school: named('s'), class_name: '四年级一班', lesson: next, server_time: new Date().toISOString(), plan_version: 'v1', plan_key: '', key_due: false })

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-11-24T02:15:00Z') })
  next = null
  asked = []
  bodies = []
  peers = []
  answers = {
    'POST /api/device-session': () => json(200, device()),
    'GET /api/device': () => json(200, device()),
    'POST /api/lessons/l1/media-tokens': () => json(201, { token: 't', expires_at: '', endpoint: '/whep/l1', ice_servers: [] }),
    'POST /whep/l1': () => {
      const answer = new Response('v=0\r\n', { status: 201, headers: { Location: '/whep/l1/s' } })
      Object.defineProperty(answer, 'url', { value: 'http://school.test/whep/l1' })
      return answer
    },
  }
  vi.stubGlobal('fetch', (url: string, init: { method: string; body?: string }) => {
    const key = `${init.method} ${url}`
    if (url.endsWith('/media-tokens')) bodies.push(JSON.parse(init.body ?? '{}') as object)
    asked.push(key)
    const answer = answers[key]
    return answer ? Promise.resolve(answer()) : init.method === 'DELETE' ? Promise.resolve(new Response('')) : Promise.reject(new TypeError('Failed to fetch'))
  })
  vi.stubGlobal('RTCPeerConnection', Peer)
  vi.stubGlobal('RTCRtpReceiver', {})
  const shelf = new Map<string, string>()
  vi.stubGlobal('localStorage', { getItem: (key: string) => shelf.get(key) ?? null, setItem: (key: string, value: string) => shelf.set(key, value), removeItem: (key: string) => shelf.delete(key) })
})

let room: Classroom
afterEach(async () => {
  room.close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const times = (key: string) => asked.filter(one => one === key).length
/** Let `milliseconds` pass while media flow on the newest connection. */
async function flow(milliseconds: number) {
  for (let passed = 0; passed < milliseconds; passed += 250) {
    const peer = peers[peers.length - 1]
    if (peer) peer.packets += 20
    await vi.advanceTimersByTimeAsync(250)
  }
}

async function start(key: string | null = null) {
  room = new Classroom()
  void room.boot(key, () => undefined)
  await vi.advanceTimersByTimeAsync(10)
}

describe('who it is', () => {
  test('a key is exchanged, later the cookie is enough', async () => {
    await start('secret')
    expect(room.state.enrolment).toBe('enrolled')
    expect(asked[0]).toBe('POST /api/device-session')
    room.close()
    await start()
    expect(asked).toContain('GET /api/device')
  })

  test('a spent key does not hurt a device that has its cookie', async () => {
    answers['POST /api/device-session'] = () => json(401, {})
    await start('spent')
    expect(room.state.enrolment).toBe('enrolled')
  })

  test('a stranger is told so', async () => {
    answers['POST /api/device-session'] = answers['GET /api/device'] = () => json(401, {})
    await start('wrong')
    expect(room.state.enrolment).toBe('refused')
    room.close()
    await start()
    expect(room.state.enrolment).toBe('unknown')
  })

  test('a device that nobody knows shows a code until somebody types it, and keeps its key', async () => {
    answers['GET /api/device'] = () => json(401, {})
    let code = 0
    answers['POST /api/enrolments'] = () => json(201, { id: `e${++code}`, code: `00000${code}`, secret: 's', expires_at: '', link: '', qr: ['1'] })
    answers['POST /api/enrolments/e1/claim'] = () => json(404, {})
    answers['POST /api/enrolments/e2/claim'] = () => json(200, { key: null, device: null })
    await start()
    expect(room.state).toMatchObject({ enrolment: 'unknown', enrolling: null })
    await vi.advanceTimersByTimeAsync(6_000)
    expect(room.state.enrolling?.code).toBe('000002')
    answers['POST /api/enrolments/e2/claim'] = () => json(200, { key: 'the key', device: device() })
    await vi.advanceTimersByTimeAsync(3_000)
    expect(room.state).toMatchObject({ enrolment: 'enrolled', enrolling: null })
    room.close()
    // The browser lost its cookies: the key that it keeps makes it known again.
    await start()
    expect(asked.slice(-3)).toContain('POST /api/device-session')
    expect(room.state.enrolment).toBe('enrolled')
  })

  test('a device that is revoked while it runs leaves the lesson and shows a code', async () => {
    next = lesson('l1', 'open')
    answers['POST /api/enrolments'] = () => json(201, { id: 'e', code: '000001', secret: 's', expires_at: '', link: '', qr: ['1'] })
    answers['POST /api/enrolments/e/claim'] = () => json(200, { key: null, device: null })
    await start()
    await flow(1_000)
    answers['GET /api/device'] = answers['POST /api/device-session'] = () => json(401, {})
    await flow(40_000)
    expect(room.state).toMatchObject({ enrolment: 'unknown', lesson: null, enrolling: { code: '000001' } })
    expect(peers[peers.length - 1]?.closed).toBe(true)
  })

  test('a plan that changed is fetched; a key that is due is changed', async () => {
    answers['GET /api/device'] = () => json(200, { ...device(), key_due: true })
    answers['POST /api/device/key'] = () => json(201, { key: 'new' })
    answers['GET /api/device/plan'] = () => json(200, { version: 'v1', jws: 'a.b.c' })
    await start()
    await vi.advanceTimersByTimeAsync(100)
    expect(times('GET /api/device/plan')).toBe(1)
    // Nobody we know signed it.
    expect(times('POST /api/device/plan/acknowledgement')).toBe(0)
    expect(times('POST /api/device/key')).toBe(1)
    expect(times('POST /api/device-session')).toBe(1)
  })

  test('while the server is away the last plan is shown, and it tries for ever', async () => {
    next = lesson('l1', 'planned')
    await start()
    room.close()
    const before = answers['GET /api/device']!
    delete answers['GET /api/device']
    await start()
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    expect(room.state).toMatchObject({ enrolment: 'asking', online: false, device: { class_name: '四年级一班' }, lesson: { id: 'l1' } })
    expect(times('GET /api/device')).toBeGreaterThan(30)
    answers['GET /api/device'] = before
    await vi.advanceTimersByTimeAsync(20_000)
    expect(room.state.enrolment).toBe('enrolled')
  })
})

describe('the lesson', () => {
  test.each([[['video/VP8', 'video/VP9'], true], [['video/VP8', 'video/H264'], false]])('a browser that shows %s knows if pictures may stay away', async (types, lacks) => {
    vi.stubGlobal('RTCRtpReceiver', { getCapabilities: () => ({ codecs: types.map(mimeType => ({ mimeType, clockRate: 90_000 })) }) })
    next = lesson('l1', 'open')
    await start()
    await flow(1_000)
    expect(room.state).toMatchObject({ phase: 'connected', lacksCodec: lacks })
  })

  test('is joined by itself as soon as its room is open', async () => {
    next = lesson('l1', 'planned')
    await start()
    expect(peers).toHaveLength(0)
    next = lesson('l1', 'open')
    room.event({ id: 1, type: 'lesson.changed', lesson: lesson('l1', 'open') })
    await flow(1_000)
    expect(room.state.phase).toBe('connected')
    expect(room.state.health).toMatchObject({ audio: true, teacher: true, board: true })
    expect(peers).toHaveLength(1)
  })

  test('is joined anew, again and again, when media stop', async () => {
    next = lesson('l1', 'live')
    await start()
    await flow(12_000)
    expect(peers).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(4_500)
    expect(peers[0]?.closed).toBe(true)
    expect(peers.length).toBeGreaterThanOrEqual(2)
    expect(room.state.flowed).toBe(true)
    await flow(1_000)
    expect(room.state.health.teacher).toBe(true)
  })

  test('is joined anew at once when the node says that it knows the session no more', async () => {
    next = lesson('l1', 'live')
    await start()
    await flow(2_000)
    peers[0]!.connectionState = 'failed'
    peers[0]!.dispatchEvent(new Event('connectionstatechange'))
    await vi.advanceTimersByTimeAsync(300)
    expect(peers).toHaveLength(2)
    expect(peers[0]?.closed).toBe(true)
  })

  test('survives an absence of the server of ten minutes', async () => {
    next = lesson('l1', 'live')
    await start()
    await flow(3_000)
    const [device, token] = [answers['GET /api/device']!, answers['POST /api/lessons/l1/media-tokens']!]
    delete answers['GET /api/device']
    delete answers['POST /api/lessons/l1/media-tokens']
    room.connection(false)
    await flow(60_000)
    expect(room.state).toMatchObject({ online: false, health: { audio: true } })
    peers[0]!.connectionState = 'failed'
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    expect(room.state).toMatchObject({ network: true, phase: 'waiting' })
    Object.assign(answers, { 'GET /api/device': device, 'POST /api/lessons/l1/media-tokens': token })
    room.connection(true)
    await flow(2_000)
    expect(room.state).toMatchObject({ online: true, network: false, health: { audio: true } })
  })

  test('ends: the line is closed, and the end is shown for a while', async () => {
    next = lesson('l1', 'live')
    await start()
    await flow(2_000)
    next = lesson('l2', 'planned')
    room.event({ id: 2, type: 'lesson.changed', lesson: lesson('l1', 'ended') })
    await vi.advanceTimersByTimeAsync(500)
    expect(peers[0]?.closed).toBe(true)
    expect(times('DELETE http://school.test/whep/l1/s')).toBe(1)
    expect(room.state).toMatchObject({ phase: 'idle', over: { id: 'l1' }, lesson: { id: 'l2' } })
    await vi.advanceTimersByTimeAsync(6 * 60_000)
    expect(room.state.over).toBeNull()
  })

  test('that is moved away without a word is left, too', async () => {
    next = lesson('l1', 'live')
    await start()
    await flow(2_000)
    next = null
    await flow(40_000)
    expect(peers[0]?.closed).toBe(true)
    expect(room.state.lesson).toBeNull()
  })
})

describe('two devices of one room', () => {
  const TOKENS = 'POST /api/lessons/l1/media-tokens'
  const refused = () => new Response(JSON.stringify({ type: '/problems/taken-over', detail: '…' }), { status: 409, headers: { 'Content-Type': 'application/problem+json' } })

  test('the one that does not play is quiet, asks seldom, and goes on when the other is gone', async () => {
    next = lesson('l1', 'live')
    const granted = answers[TOKENS]!
    answers[TOKENS] = refused
    await start()
    expect(room.state).toMatchObject({ elsewhere: true, phase: 'idle' })
    await vi.advanceTimersByTimeAsync(120_000)
    expect(times(TOKENS)).toBeGreaterThan(2)
    expect(times(TOKENS)).toBeLessThan(8)
    expect(peers).toHaveLength(0)
    answers[TOKENS] = granted
    await flow(40_000)
    expect(room.state).toMatchObject({ elsewhere: false, phase: 'connected' })
  })

  test('a touch has the lesson here', async () => {
    next = lesson('l1', 'live')
    const granted = answers[TOKENS]!
    answers[TOKENS] = refused
    await start()
    answers[TOKENS] = granted
    room.takeOver()
    await flow(1_000)
    expect(bodies.slice(-1)).toEqual([{ direction: 'receive', takes_over: true }])
    expect(room.state).toMatchObject({ elsewhere: false, phase: 'connected' })
  })

  test('a line that died tells which session it goes on with', async () => {
    next = lesson('l1', 'live')
    await start()
    await flow(2_000)
    peers[0]!.connectionState = 'failed'
    peers[0]!.dispatchEvent(new Event('connectionstatechange'))
    await flow(2_000)
    expect(bodies).toEqual([{ direction: 'receive' }, { direction: 'receive', resumes: 's' }])
  })
})
