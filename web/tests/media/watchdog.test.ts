import { beforeEach, describe, expect, test } from 'vitest'
import { CONNECT_MS, PATIENCE_MS, QUIET_MS, Watchdog, type Health, type Sample } from '../../src/media/watchdog'

/** A connection whose counters grow by what flows, looked at twice a second. */
class Feed {
  now = 0
  health: Health | null = null
  connection: RTCPeerConnectionState = 'connected'
  flows = { audio: true, teacher: true, board: true }
  decodes = { teacher: true, board: true }
  private readonly count = { audio: { packets: 0, bytes: 0, frames: 0 }, teacher: { packets: 0, bytes: 0, frames: 0 }, board: { packets: 0, bytes: 0, frames: 0 } }
  padding = 0
  private readonly dog = new Watchdog(0)

  run(milliseconds: number): Health {
    const until = this.now + milliseconds
    while (this.now < until && !this.health?.death) {
      this.now += 500
      if (this.connection === 'connected') {
        if (this.flows.audio) this.count.audio.packets += 25
        for (const slot of ['teacher', 'board'] as const) {
          // A sender without a picture probes the line with padding.
          if (!this.flows[slot]) { this.count[slot].packets += 3; this.count[slot].bytes += this.padding; continue }
          this.count[slot].packets += 40
          this.count[slot].bytes += 40_000
          if (this.decodes[slot]) this.count[slot].frames += 12
        }
      }
      this.health = this.dog.observe(JSON.parse(JSON.stringify({ connection: this.connection, ...this.count })) as Sample, this.now)
    }
    return this.health!
  }
}

let feed: Feed
beforeEach(() => { feed = new Feed() })

test('a lesson that flows lives', () => {
  expect(feed.run(60_000)).toEqual({ audio: true, teacher: true, board: true, flowed: true, death: null, voice: false, stage: false })
})

describe('a picture that stops', () => {
  test('empties its slot after three seconds, and the lesson goes on', () => {
    feed.run(5_000)
    feed.flows.board = false
    expect(feed.run(QUIET_MS - 500).board).toBe(true)
    expect(feed.run(500)).toMatchObject({ board: false, teacher: true, audio: true, death: null })
    expect(feed.run(60_000).death).toBeNull()
  })

  test('and leaves only padding behind is no stuck decoder', () => {
    feed.run(5_000)
    feed.flows.board = false
    feed.padding = 200
    expect(feed.run(60_000)).toMatchObject({ board: false, death: null })
  })

  test('comes back when it is sent again', () => {
    feed.flows.board = false
    feed.run(10_000)
    feed.flows.board = true
    expect(feed.run(500).board).toBe(true)
  })

  test('while packets come means a stuck decoder: rejoin', () => {
    feed.run(5_000)
    feed.decodes.teacher = false
    expect(feed.run(30_000).death).toBe('stuck')
    expect(feed.now).toBeLessThanOrEqual(5_000 + QUIET_MS + 1_000)
  })

  test('sound alone keeps a connection alive', () => {
    feed.flows.teacher = feed.flows.board = false
    expect(feed.run(120_000)).toMatchObject({ audio: true, death: null })
  })
})

test('silence on all slots for three seconds after something flowed: rejoin', () => {
  feed.run(5_000)
  feed.flows = { audio: false, teacher: false, board: false }
  expect(feed.run(30_000).death).toBe('silent')
  expect(feed.now).toBeLessThanOrEqual(5_000 + QUIET_MS + 500)
})

test('before the teacher comes nobody hurries, but asks anew now and then', () => {
  feed.flows = { audio: false, teacher: false, board: false }
  expect(feed.run(PATIENCE_MS).death).toBeNull()
  expect(feed.run(5_000).death).toBe('silent')
})

describe('the connection', () => {
  test('failed: rejoin at once', () => {
    feed.run(2_000)
    feed.connection = 'failed'
    expect(feed.run(500).death).toBe('lost')
  })

  test('disconnected for a second: rejoin; for a moment: not', () => {
    feed.run(2_000)
    feed.connection = 'disconnected'
    expect(feed.run(500).death).toBeNull()
    feed.connection = 'connected'
    expect(feed.run(5_000).death).toBeNull()
    feed.connection = 'disconnected'
    expect(feed.run(2_000).death).toBe('lost')
  })

  test('disconnected while another way may be found: not yet', () => {
    const dog = new Watchdog(0)
    const none = { packets: 0, bytes: 0, frames: 0 }
    const sample = (connection: RTCPeerConnectionState): Sample => ({ connection, audio: none, teacher: none, board: none })
    dog.observe(sample('connected'), 0)
    dog.observe(sample('disconnected'), 500)
    expect(dog.observe(sample('disconnected'), 1_500, true).death).toBeNull()
    expect(dog.observe(sample('disconnected'), 1_500, false).death).toBe('lost')
  })

  test('never made: rejoin after eight seconds', () => {
    feed.connection = 'connecting'
    expect(feed.run(CONNECT_MS).death).toBeNull()
    expect(feed.run(1_000).death).toBe('late')
  })
})
