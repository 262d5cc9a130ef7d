import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { exchange, LIMIT_MS, SignallingError } from '../../src/protocol/whip'

/** As much of a peer connection as an exchange uses; candidates are gathered at once. */
class Peer {
  iceGatheringState = 'complete'
  localDescription: { sdp: string } | null = null
  remote: { sdp: string } | null = null
  get remoteDescription() { return this.remote }
  offers: object[] = []
  refuse = false
  createOffer(options?: object) { this.offers.push(options ?? {}); return Promise.resolve({ type: 'offer', sdp: 'v=0\r\nm=video 9 x 1\r\n' }) }
  setLocalDescription(description: { sdp: string }) { this.localDescription = description; return Promise.resolve() }
  setRemoteDescription(description: { sdp: string }) { this.remote = description; return this.refuse ? Promise.reject(new Error('bad answer')) : Promise.resolve() }
  getConfiguration() { return { iceServers: [] } }
  get real() { return this as unknown as RTCPeerConnection }
}

interface Sent { url: string; method: string; headers: Record<string, string>; body: string | undefined }
let sent: Sent[]
let status: number
let body: string
let headers: Record<string, string>

beforeEach(() => {
  sent = []
  status = 201
  body = 'v=0\r\n'
  headers = { Location: '/whip/l1/s1' }
  vi.stubGlobal('fetch', (url: string, init: { method: string; headers: Record<string, string>; body?: string }) => {
    sent.push({ url, method: init.method, headers: init.headers, body: init.body })
    const answer = new Response(init.method === 'DELETE' ? '' : body, { status: init.method === 'DELETE' ? 200 : status, headers })
    Object.defineProperty(answer, 'url', { value: new URL(url, 'https://school.test/').href })
    return Promise.resolve(answer)
  })
})
afterEach(() => vi.unstubAllGlobals())

const door = { url: '/whip/l1', token: 'secret' }

test('posts the edited offer with the token, and sets the edited answer', async () => {
  const peer = new Peer()
  await exchange(peer.real, door, { offer: sdp => `${sdp}a=content:speaker\r\n`, answer: sdp => `${sdp}edited` })
  expect(sent[0]).toMatchObject({ url: '/whip/l1', method: 'POST', body: 'v=0\r\nm=video 9 x 1\r\na=content:speaker\r\n' })
  expect(sent[0]?.headers).toMatchObject({ 'Content-Type': 'application/sdp', Authorization: 'Bearer secret' })
  expect(peer.localDescription?.sdp).not.toContain('content')
  expect(peer.remote?.sdp).toBe('v=0\r\nedited')
})

test('closing deletes the resource that Location named', async () => {
  const session = await exchange(new Peer().real, door)
  await session.close()
  expect(sent[1]).toMatchObject({ url: 'https://school.test/whip/l1/s1', method: 'DELETE' })
})

describe('a restart', () => {
  const answer = 'v=0\r\nm=audio 9 x 1\r\na=ice-ufrag:old1\r\na=ice-pwd:oldpassword\r\na=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\nm=video 9 x 2\r\na=ice-ufrag:old1\r\na=ice-pwd:oldpassword\r\n'
  const standing = async () => {
    const peer = new Peer()
    body = answer
    const resource = await exchange(peer.real, { ...door, language: 'en' })
    peer.createOffer = options => { peer.offers.push(options ?? {}); return Promise.resolve({ type: 'offer', sdp: 'v=0\r\nm=audio 9 x 1\r\na=mid:0\r\na=ice-ufrag:new1\r\na=ice-pwd:mine/new+\r\n' }) }
    return { peer, resource }
  }

  test('asks for new credentials on the same resource and puts them into the answer that stands', async () => {
    const { peer, resource } = await standing()
    status = 200
    body = 'a=ice-lite\r\na=ice-ufrag:new2\r\na=ice-pwd:their$&new\r\nm=audio 9 x 0\r\na=mid:0\r\n'
    await resource.restart()
    expect(peer.offers[1]).toEqual({ iceRestart: true })
    expect(sent[1]).toMatchObject({ url: 'https://school.test/whip/l1/s1', method: 'PATCH' })
    expect(sent[1]?.headers).toMatchObject({ Authorization: 'Bearer secret', 'If-Match': '*', 'Content-Type': 'application/trickle-ice-sdpfrag' })
    expect(sent[1]?.body).toContain('\r\na=mid:0\r\na=ice-ufrag:new1\r\na=ice-pwd:mine/new+\r\n')
    expect(peer.remote?.sdp).toBe(answer.replace(/old1/g, 'new2').replace(/oldpassword/g, () => 'their$&new'))
  })

  test('of a session that is gone says so, and leaves the answer as it was', async () => {
    const { peer, resource } = await standing()
    status = 404
    body = '{}'
    expect(await resource.restart().catch((error: unknown) => error)).toBeInstanceOf(SignallingError)
    expect(peer.remote?.sdp).toBe(answer)
  })
})

test('a line that breaks under the question ends it', async () => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', (_: string, init: { signal: AbortSignal }) => new Promise((_, fail) => {
    init.signal.addEventListener('abort', () => fail(new DOMException('aborted', 'AbortError')))
  }))
  const ended = exchange(new Peer().real, door).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(LIMIT_MS)
  expect(await ended).toBeInstanceOf(TypeError)
  vi.useRealTimers()
})

test('a refusal carries status, sentence and the wait that was asked for', async () => {
  status = 503
  body = JSON.stringify({ detail: '没有媒体节点。' })
  headers = { 'Retry-After': '7' }
  const refused = await exchange(new Peer().real, door).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(SignallingError)
  expect(refused).toMatchObject({ status: 503, detail: '没有媒体节点。', retryAfter: 7 })
})

test('an answer that the browser refuses leaves no session behind', async () => {
  const peer = new Peer()
  peer.refuse = true
  await expect(exchange(peer.real, door)).rejects.toThrow('bad answer')
  expect(sent[1]).toMatchObject({ method: 'DELETE' })
})
