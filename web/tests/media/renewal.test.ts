import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Renewal } from '../../src/media/renewal'

class Peer extends EventTarget {
  connectionState = 'connected'
  to(state: string) {
    this.connectionState = state
    this.dispatchEvent(new Event('connectionstatechange'))
  }
}

let peer: Peer
let failures: unknown[]
let asked: number
let renewal: Renewal
let lost: boolean

beforeEach(() => {
  vi.useFakeTimers()
  peer = new Peer()
  failures = []
  asked = 0
  lost = false
  renewal = new Renewal(peer as unknown as RTCPeerConnection, () => {
    asked++
    const failure = failures.shift()
    return failure ? Promise.reject(failure) : Promise.resolve()
  })
  void renewal.lost.then(() => { lost = true })
})
afterEach(() => { vi.useRealTimers() })

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

test('a change of network renews a connection that stands', async () => {
  await renewal.now()
  expect(asked).toBe(1)
  expect(renewal.hopeful(Date.now())).toBe(true)
  await pass(60_000)
  expect(asked).toBe(1)
  expect(renewal.hopeful(Date.now())).toBe(false)
})

test('one that is only on its way is let be', async () => {
  peer.connectionState = 'connecting'
  await renewal.now()
  expect(asked).toBe(0)
})

test('one that fades asks until somebody answers', async () => {
  failures = [new TypeError('Failed to fetch'), new TypeError('Failed to fetch')]
  peer.to('disconnected')
  await pass(1_000)
  expect(asked).toBe(3)
  expect(lost).toBe(false)
  peer.to('connected')
  await pass(10_000)
  expect(asked).toBe(3)
})

test('one that has come back by itself does not go on asking', async () => {
  failures = Array.from({ length: 9 }, () => new TypeError('Failed to fetch'))
  peer.to('disconnected')
  await pass(100)
  peer.to('connected')
  await pass(10_000)
  expect(asked).toBe(1)
})

test.each(['refusal', 'check'])('a session that the other side knows no more is lost at once: by a %s', async by => {
  failures = [Object.assign(new Error('no'), { status: 404 })]
  peer.to(by === 'check' ? 'failed' : 'disconnected')
  await pass(0)
  expect(lost).toBe(true)
  await pass(10_000)
  expect(asked).toBe(by === 'check' ? 0 : 1)
})
