/** The teacher hears and sees the class that has the word: one more receiving connection, only while there is one. No DOM. */
import { markRaw, reactive } from 'vue'
import { lessons } from '../../api/live'
import { language } from '../../i18n'
import { iceServers } from '../../media/ice'
import { Lifeline, type Line } from '../../media/lifeline'
import { Receiver, STAGE_SLOTS, type Slots } from '../../media/receiver'
import { Renewal } from '../../media/renewal'
import { Watchdog } from '../../media/watchdog'
import { withContents } from '../../protocol/sdp'
import { exchange } from '../../protocol/whip'

const LOOK_MS = 250

export class Listening {
  readonly state = reactive({ slots: null as Slots | null, heard: false, seen: false })
  private lesson: string | null = null
  private lifeline: Lifeline | null = null

  follow(lesson: string | null): void {
    if (lesson === this.lesson) return
    this.lesson = lesson
    void this.lifeline?.stop()
    this.lifeline = null
    this.quiet()
    if (lesson === null) return
    this.lifeline = new Lifeline(() => this.open(lesson))
    this.lifeline.start()
  }

  /** The network is another one, or is back. */
  moved(): void {
    this.lifeline?.moved()
  }

  private quiet(): void {
    Object.assign(this.state, { slots: null, heard: false, seen: false })
  }

  private async open(lesson: string): Promise<Line> {
    const grant = await lessons.stageToken(lesson, 'receive')
    const receiver = new Receiver(iceServers(grant.ice_servers), STAGE_SLOTS)
    try {
      const resource = await exchange(receiver.pc, { url: grant.endpoint, token: grant.token, language: language.value }, { offer: sdp => withContents(sdp, receiver.contents) })
      if (lesson === this.lesson) this.state.slots = markRaw(receiver.slots)
      const close = async () => {
        receiver.close()
        await resource.close()
      }
      const renewal = new Renewal(receiver.pc, resource.restart)
      return { ended: Promise.race([renewal.lost, this.watch(receiver, lesson, renewal)]), renew: () => void renewal.now(), close }
    } catch (error) {
      receiver.close()
      throw error
    }
  }

  private watch(receiver: Receiver, lesson: string, renewal: Renewal): Promise<string> {
    const watchdog = new Watchdog(Date.now())
    return new Promise(resolve => {
      const look = async () => {
        const health = watchdog.observe(await receiver.sample(), Date.now(), renewal.hopeful(Date.now()))
        if (lesson === this.lesson) Object.assign(this.state, { heard: health.voice, seen: health.stage })
        // A class may be quiet as long as it likes: only a connection that is gone is made anew.
        if (health.death === 'lost' || health.death === 'late' || receiver.pc.signalingState === 'closed') return resolve(health.death ?? 'closed')
        setTimeout(look, LOOK_MS)
      }
      void look()
    })
  }
}
