/** Sends the teacher's sources into the lesson for as long as it lasts: publishes, watches the line, publishes again. */
import { reactive } from 'vue'
import { Problem } from '../../api/client'
import type { RestingLayer } from '../../api/types'
import { lessons } from '../../api/live'
import { language } from '../../i18n'
import { iceServers } from '../../media/ice'
import { Lifeline, type Line, type Phase } from '../../media/lifeline'
import { Publisher, SLOTS, type Slot, type Sources } from '../../media/publisher'
import { sendingLine } from '../../media/sending'
import { Strain, type Now, type Span } from '../../media/strain'
import { pressure, uplink, verdict, type Reading, type Uplink, type Verdict } from '../../media/uplink'
import { withContent, withMusic, withStart } from '../../protocol/sdp'
import { exchange } from '../../protocol/whip'
import { serverNow } from '../../state/clock'
import { recall, remember } from '../../state/memory'

/** Under which role the node knows a picture. */
const PICTURES = [['camera', 'teacher'], ['board', 'board']] as const

export class Broadcast {
  readonly state = reactive({ phase: 'idle' as Phase, trouble: null as unknown, uplink: null as Uplink | null, verdict: 'none' as Verdict, takenOver: false, strain: null as Now | null, trace: [] as Span[] })
  private publisher: Publisher | null = null
  /** What the line went through in this lesson; a reload keeps it. */
  private readonly strain: Strain
  /** The session that the line had before: whether another page took its place is the server's to say. */
  private session: string | null = null
  private readonly lifeline = new Lifeline(() => this.open(), () => this.phaseChanged())

  constructor(private readonly lesson: string, private readonly sources: () => Sources, private readonly music: () => boolean) {
    const before = recall('studio.trace')
    this.strain = new Strain(before?.lesson === lesson ? before.spans : [])
    this.state.trace = [...this.strain.spans]
  }

  start(): void {
    this.session = null
    this.state.takenOver = false
    this.lifeline.start()
  }

  async stop(): Promise<void> {
    await this.lifeline.stop()
  }

  /** The network is another one, or is back. */
  moved(): void {
    this.lifeline.moved()
  }

  /** The server is back: do not wait for the next turn. */
  hurry(): void {
    this.lifeline.hurry()
  }

  replace(slot: Slot, track: MediaStreamTrack | null): void {
    void this.publisher?.replace(slot, track).catch(() => undefined)
  }

  /** Leave out the layers that no classroom uses; all others are sent. */
  rest(layers: readonly RestingLayer[]): void {
    for (const [slot, role] of PICTURES) {
      const rids = layers.filter(one => one.role === role).map(one => one.rid)
      // A change that came too close to another one is made with the next report.
      void this.publisher?.rest(slot, rids).catch(() => undefined)
    }
  }

  private async open(): Promise<Line> {
    const grant = await this.grant()
    const publisher = new Publisher({ ...this.sources() }, iceServers(grant.ice_servers))
    try {
      const answer = (sdp: string) => withStart(this.music() ? withMusic(sdp) : sdp)
      const edits = { offer: (sdp: string) => withContent(sdp, ['speaker', 'slides']), answer }
      const resource = await exchange(publisher.pc, { url: grant.endpoint, token: grant.token, language: language.value }, edits)
      this.publisher = publisher
      this.session = resource.session
      // A source may have changed while the answer was on its way.
      const now = this.sources()
      await Promise.all(SLOTS.map(slot => publisher.replace(slot, now[slot])))
      const line = sendingLine(publisher, resource, (before, after) => { if (this.publisher === publisher) this.measured(before, after) })
      return { ...line, close: async () => this.release(publisher, line) }
    } catch (error) {
      publisher.close()
      throw error
    }
  }

  private async grant() {
    try {
      return await lessons.mediaToken(this.lesson, 'publish', this.session)
    } catch (error) {
      if (error instanceof Problem && error.slug === 'taken-over') {
        this.state.takenOver = true
        void this.stop()
      }
      throw error
    }
  }

  private async release(publisher: Publisher, line: Line): Promise<void> {
    if (this.publisher === publisher) this.publisher = null
    await line.close()
  }

  private measured(before: Reading, after: Reading): void {
    this.state.uplink = uplink(before, after)
    this.state.verdict = verdict(this.state.uplink)
    const camera = this.sources().camera
    this.strain.observe(this.state.uplink, pressure(before, after), Boolean(camera?.enabled), serverNow())
    this.trace()
  }

  /** Show what the line goes through, and keep it when the list has changed. */
  private trace(): void {
    const before = JSON.stringify(this.state.trace)
    this.state.strain = this.strain.now
    const spans = this.strain.spans.map(span => ({ ...span }))
    if (JSON.stringify(spans) === before) return
    this.state.trace = spans
    remember('studio.trace', { lesson: this.lesson, spans })
  }

  private phaseChanged(): void {
    this.state.phase = this.lifeline.phase
    this.state.trouble = this.lifeline.phase === 'waiting' ? this.lifeline.reason : null
    if (this.lifeline.phase !== 'connected') Object.assign(this.state, { uplink: null, verdict: 'none' })
    if (this.lifeline.phase === 'waiting') this.strain.gone(serverNow())
    else if (this.lifeline.phase === 'idle') this.strain.end(serverNow())
    else if (this.lifeline.phase === 'connected') this.strain.back(serverNow())
    this.trace()
  }
}
