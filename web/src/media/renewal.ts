/**
 * A standing connection whose network has changed, or which fades, agrees on new ICE credentials instead of being made anew: no new keys, no new session,
 * no wait for a key frame. Knows no HTTP: `restart` does the asking, and fails with a TypeError when nobody answers.
 */
const AGAIN_MS = 250
/** What has been agreed on lately gets this long to become a way: a round trip of a bad line, and its loss. */
const HOPE_MS = 2_000

export class Renewal {
  private answered = -Infinity
  private busy = false

  /** Settles when the other side knows the session no more: it refuses to renew it, or says so to a check, which the browser tells at once. */
  readonly lost: Promise<'lost'>
  private lose: () => void = () => undefined

  constructor(private readonly pc: RTCPeerConnection, private readonly restart: () => Promise<void>) {
    this.lost = new Promise(resolve => { this.lose = () => resolve('lost') })
    pc.addEventListener('connectionstatechange', () => {
      if (pc.connectionState === 'failed') this.lose()
      if (this.fading) void this.now()
    })
  }

  /** Renew a connection that stood once; one that is on its way already is let be. */
  async now(): Promise<void> {
    if (this.busy || !(this.fading || this.pc.connectionState === 'connected')) return
    this.busy = true
    try {
      do {
        if (await this.once()) break
        await new Promise(done => setTimeout(done, AGAIN_MS))
      } while (this.fading)
    } finally {
      this.busy = false
    }
  }

  /** Whether new credentials were agreed on so lately that a way by them may still be found. */
  hopeful(now: number): boolean {
    return now - this.answered < HOPE_MS
  }

  private get fading(): boolean {
    return this.pc.connectionState === 'disconnected'
  }

  private async once(): Promise<boolean> {
    try {
      await this.restart()
      this.answered = Date.now()
    } catch (error) {
      if (error instanceof TypeError) return false
      this.lose()
    }
    return true
  }
}
