/** The unattended classroom: knows who it is, which lesson comes, joins it by itself and comes back by itself. No DOM. */
import { markRaw, reactive } from 'vue'
import { Problem, Unreachable } from '../../api/client'
import { device as deviceApi, enrolments, lessons } from '../../api/live'
import type { Device, Enrolling, Lesson, ServerEvent } from '../../api/types'
import { language } from '../../i18n'
import { iceServers } from '../../media/ice'
import { Lifeline, type Line, type Phase } from '../../media/lifeline'
import { Receiver, type Slots } from '../../media/receiver'
import { Renewal } from '../../media/renewal'
import { Watchdog, type Health } from '../../media/watchdog'
import { appetiteIn, withAppetite, withContents } from '../../protocol/sdp'
import { exchange, SignallingError } from '../../protocol/whip'
import { Backoff } from '../../state/backoff'
import { serverNow, synchronise } from '../../state/clock'
import { recall, remember } from '../../state/memory'
import { Keeping } from './keeping'
import { joinable, type Enrolment } from './slate'

const SAMPLE_MS = 500
const REFRESH_MS = 30_000
/** Between looks whether somebody has typed our code. */
const CLAIM_MS = 3_000
/** How long "下课了" stays before the next lesson is announced alone. */
export const OVER_MS = 5 * 60_000
const SILENCE: Health = { audio: false, teacher: false, board: false, flowed: false, death: null, voice: false, stage: false }

export class Classroom {
  readonly state = reactive({
    enrolment: 'asking' as Enrolment,
    /** The code that is shown while nobody knows this device. */
    enrolling: null as Enrolling | null,
    device: null as Device | null,
    lesson: null as Lesson | null,
    over: null as Lesson | null,
    online: true,
    phase: 'idle' as Phase,
    network: false,
    flowed: false,
    health: { ...SILENCE },
    slots: null as Slots | null,
    /** Another device of this room plays the lesson: this one stays quiet until that one is gone, or somebody chooses this one. */
    elsewhere: false,
    /** This browser may lack the codec of a picture. */
    lacksCodec: false,
  })
  private lifeline: Lifeline | null = null
  private joined: string | null = null
  /** The session that our line had before, as far as its end was seen: whether another page took its place is the server's to say. */
  private session: string | null = null
  private chosen = false
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly backoff = new Backoff(1_000, 15_000)
  private readonly keeping = new Keeping()
  private closed = false

  /** Enrol with `key` if the address carried one, else be recognised by the cookie. `enrolled` is called when the key is spent. */
  async boot(key: string | null, enrolled: () => void): Promise<void> {
    this.recallDevice()
    await this.keeping.restore()
    for (;;) {
      try {
        const device = await this.identify(key)
        if (key) this.keeping.begin(key)
        enrolled()
        this.take(device)
        break
      } catch (error) {
        if (error instanceof Problem && error.status === 401) {
          this.state.enrolment = key ? 'refused' : 'unknown'
          this.state.device = this.state.lesson = null
          await this.enrol()
          break
        }
        this.state.online = false
        this.obeyPlan()
        await new Promise(done => setTimeout(done, this.backoff.next()))
      }
    }
    this.backoff.reset()
    this.schedule()
  }

  event(event: ServerEvent): void {
    if (event.type === 'hello') synchronise(event.server_time)
    if (event.type === 'lesson.changed' && event.lesson.id === this.state.lesson?.id) this.follow(event.lesson)
    // The browser would see it when its next check is refused, up to 2.5 s later.
    if (event.type === 'media.lost' && event.lesson_id === this.state.lesson?.id) this.lifeline?.moved()
    if (event.type === 'node.changed' && event.online) this.lifeline?.hurry()
    if (event.type === 'lesson.changed' || event.type === 'reset' || event.type === 'hello') void this.refresh()
  }

  connection(open: boolean): void {
    if (this.state.enrolment !== 'enrolled') return
    this.state.online = open
    if (open) this.hurry()
  }

  /** The server is back. */
  hurry(): void {
    this.lifeline?.hurry()
    void this.refresh()
  }

  /** The network is another one, or is back. */
  moved(): void {
    this.lifeline?.moved()
    void this.refresh()
  }

  /** Somebody at this screen wants the lesson here and not at the other device of the room. */
  takeOver(): void {
    this.chosen = true
    this.session = null
    this.join(this.joined)
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
    void this.lifeline?.stop()
  }

  private async identify(key: string | null): Promise<Device> {
    if (!key) return this.recognised()
    try {
      return await deviceApi.enrol(key)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      // The link was used before: the cookie that it left may still be good.
      return this.recognised()
    }
  }

  /** By the cookie, else by the key that this browser keeps for the day on which it loses its cookies. */
  private async recognised(): Promise<Device> {
    try {
      return await deviceApi.get()
    } catch (error) {
      const kept = this.keeping.key
      if (!kept || !(error instanceof Problem)) throw error
      return deviceApi.enrol(kept)
    }
  }

  /** Show a code until somebody types it, a new one each time it runs out. Ends when the device is known. */
  private async enrol(): Promise<void> {
    while (!this.closed) {
      try {
        const shown = this.state.enrolling ?? (this.state.enrolling = await enrolments.begin())
        this.state.online = true
        const { key, device } = await enrolments.claim(shown.id, shown.secret)
        if (key && device) {
          this.keeping.begin(key)
          this.state.enrolling = null
          return this.take(device)
        }
      } catch (error) {
        // Run out, or taken away: the next round asks for a new one.
        if (error instanceof Problem && error.status === 404) this.state.enrolling = null
        else if (!(error instanceof Problem)) this.state.online = false
      }
      await new Promise(done => setTimeout(done, CLAIM_MS))
    }
  }

  /** While the server is away the plan says which lesson comes. What is being received goes on. */
  private obeyPlan(): void {
    const lesson = this.state.lesson
    if (this.state.phase === 'connected' || (lesson && Date.parse(lesson.ends_at) > serverNow())) return
    const wanted = this.keeping.wanted(serverNow())
    if (wanted?.id !== lesson?.id) this.follow(wanted)
  }

  private async refresh(): Promise<void> {
    if (this.state.enrolment !== 'enrolled') return
    try {
      this.take(await deviceApi.get())
      this.state.online = true
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return this.forget()
      if (error instanceof Unreachable) {
        this.state.online = false
        this.obeyPlan()
      }
    }
    this.schedule()
  }

  /** The server does not know us any more: the lesson ends here, and a new code is shown. */
  private async forget(): Promise<void> {
    try {
      if (this.keeping.key) return this.take(await deviceApi.enrol(this.keeping.key))
    } catch (error) {
      if (!(error instanceof Problem)) return this.schedule()
    }
    this.state.enrolment = 'unknown'
    this.state.device = this.state.lesson = null
    this.join(null)
    await this.enrol()
    this.schedule()
  }

  private schedule(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.refresh(), REFRESH_MS * (0.8 + Math.random() * 0.4))
  }

  private take(device: Device): void {
    synchronise(device.server_time)
    this.state.enrolment = 'enrolled'
    this.state.online = true
    this.state.device = device
    remember('classroom.device', JSON.stringify(device))
    void this.keeping.follow(device, serverNow())
    this.follow(device.lesson)
  }

  /** After a power cut in an outage the plan that was known last is still shown. */
  private recallDevice(): void {
    try {
      const stored = JSON.parse(recall('classroom.device') ?? 'null') as Device | null
      if (!stored) return
      this.state.device = stored
      if (stored.lesson && Date.parse(stored.lesson.ends_at) > serverNow()) this.state.lesson = { ...stored.lesson, state: 'planned' }
    } catch {
      // An older release remembered something else.
    }
  }

  private follow(lesson: Lesson | null): void {
    const before = this.state.lesson
    const ended = lesson && (lesson.state === 'ended' || lesson.state === 'archived')
    if (before && joinable(before) && (ended || lesson?.id !== before.id)) this.ended(ended ? lesson : before)
    if (!ended) this.state.lesson = lesson
    else if (before?.id === lesson.id) this.state.lesson = null
    const wanted = joinable(this.state.lesson) ? this.state.lesson?.id ?? null : null
    if (wanted !== this.joined) {
      this.session = null
      this.state.elsewhere = false
      this.join(wanted)
    } else if (this.state.elsewhere && !this.lifeline) this.join(wanted)
  }

  private ended(lesson: Lesson): void {
    this.state.over = lesson
    setTimeout(() => { if (this.state.over?.id === lesson.id) this.state.over = null }, OVER_MS)
  }

  private join(lesson: string | null): void {
    void this.lifeline?.stop()
    this.lifeline = null
    this.joined = lesson
    Object.assign(this.state, { phase: 'idle', network: false, flowed: false, health: { ...SILENCE }, slots: null })
    if (lesson === null) return
    this.state.over = null
    const lifeline = new Lifeline(() => this.open(lesson), () => {
      if (this.lifeline === lifeline) this.phaseChanged(lifeline)
    })
    this.lifeline = lifeline
    lifeline.start()
  }

  private phaseChanged(lifeline: Lifeline): void {
    this.state.phase = lifeline.phase
    if (lifeline.phase === 'connected') this.state.elsewhere = false
    if (lifeline.phase === 'waiting' && lifeline.reason instanceof Problem && lifeline.reason.slug === 'taken-over') {
      // The next look at the server tries again: the other device may have been switched off.
      this.state.elsewhere = true
      this.lifeline = null
      this.state.phase = 'idle'
      return void lifeline.stop()
    }
    if (lifeline.phase === 'waiting') {
      const reason = lifeline.reason
      this.state.network = reason === 'lost' || reason === 'late' || reason instanceof Unreachable || reason instanceof TypeError || (reason instanceof SignallingError && reason.status >= 500)
      if (reason instanceof Problem) void this.refresh()
    }
  }

  private async open(lesson: string): Promise<Line> {
    const before = this.session
    const grant = await lessons.mediaToken(lesson, 'receive', before, this.chosen)
    this.chosen = false
    // An offer whose answer is lost may have made a session that we know nothing of: it is nobody else's.
    this.session = null
    const receiver = new Receiver(iceServers(grant.ice_servers))
    try {
      const resource = await exchange(receiver.pc, { url: grant.endpoint, token: grant.token, language: language.value }, { offer: sdp => withAppetite(withContents(sdp, receiver.contents), appetiteIn(typeof location === 'undefined' ? '' : location.search)) })
      this.session = resource.session
      this.state.slots = markRaw(receiver.slots)
      this.state.lacksCodec = receiver.lacksCodec
      const close = async () => {
        receiver.close()
        await resource.close()
      }
      const renewal = new Renewal(receiver.pc, resource.restart)
      return { ended: Promise.race([renewal.lost, this.watch(receiver, renewal)]), renew: () => void renewal.now(), close }
    } catch (error) {
      receiver.close()
      throw error
    }
  }

  private watch(receiver: Receiver, renewal: Renewal): Promise<string> {
    const watchdog = new Watchdog(Date.now())
    return new Promise(resolve => {
      const look = async () => {
        const health = watchdog.observe(await receiver.sample(), Date.now(), renewal.hopeful(Date.now()))
        this.state.health = health
        if (health.audio || health.teacher || health.board) Object.assign(this.state, { flowed: true, network: false })
        if (health.death === null && receiver.pc.signalingState !== 'closed') return void setTimeout(look, SAMPLE_MS)
        this.state.health = { ...SILENCE }
        resolve(health.death ?? 'closed')
      }
      void look()
    })
  }
}
