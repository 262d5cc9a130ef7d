/** This classroom on stage: while its class has the word it sends its sound, and its picture where the parents allow it. No DOM. */
import { markRaw, reactive } from 'vue'
import { lessons } from '../../api/live'
import { language } from '../../i18n'
import { MediaError, openCamera, openMicrophone, type MediaFault } from '../../media/devices'
import { iceServers } from '../../media/ice'
import { Lifeline, type Line, type Phase } from '../../media/lifeline'
import { ENCODINGS, Publisher } from '../../media/publisher'
import { sendingLine } from '../../media/sending'
import { exchange } from '../../protocol/whip'

/** A class is one of three pictures on a screen: 360 lines are enough, and a village's line carries them. */
const STAGE_ENCODINGS = { ...ENCODINGS, camera: ENCODINGS.camera.slice(0, 2) }

export class OwnStage {
  readonly state = reactive({
    phase: 'idle' as Phase,
    /** What the others see and hear now; kept open exactly as long as this class has the word. */
    camera: null as MediaStreamTrack | null,
    microphone: null as MediaStreamTrack | null,
    faults: { camera: null as MediaFault | null, microphone: null as MediaFault | null },
  })
  private wanted: { lesson: string; picture: boolean } | null = null
  private lifeline: Lifeline | null = null
  private publisher: Publisher | null = null

  /** Be on stage in a lesson, with or without a picture; `null`: leave it. Whatever is no longer allowed is switched off before this returns. */
  follow(lesson: string | null, picture: boolean): void {
    if (this.wanted?.lesson === lesson && this.wanted?.picture === picture) return
    if (lesson === null && !this.wanted) return
    this.leave(lesson !== null)
    if (lesson === null) return
    const wanted = this.wanted = { lesson, picture }
    const opened = this.openDevices(wanted)
    const lifeline = new Lifeline(() => this.open(wanted, opened), () => { if (this.lifeline === lifeline) this.state.phase = lifeline.phase })
    this.lifeline = lifeline
    lifeline.start()
  }

  /** The network is another one, or is back. */
  moved(): void {
    this.lifeline?.moved()
  }

  close(): void {
    this.leave(false)
  }

  private leave(again: boolean): void {
    this.wanted = null
    void this.lifeline?.stop()
    this.lifeline = this.publisher = null
    this.state.camera?.stop()
    this.state.camera = null
    if (!again) {
      this.state.microphone?.stop()
      this.state.microphone = null
    }
    Object.assign(this.state, { phase: 'idle', faults: { camera: null, microphone: null } })
  }

  /** Camera and microphone, each as soon as it is there; the voice does not wait for the picture. */
  private async openDevices(wanted: { picture: boolean }): Promise<void> {
    const take = async (slot: 'camera' | 'microphone', open: () => Promise<MediaStreamTrack>) => {
      try {
        const track = await open()
        if (this.wanted !== wanted) return track.stop()
        this.state[slot] = markRaw(track)
        await this.publisher?.replace(slot, track)
      } catch (error) {
        if (this.wanted === wanted) this.state.faults[slot] = error instanceof MediaError ? error.fault : 'unknown'
      }
    }
    if (wanted.picture) void take('camera', () => openCamera(null))
    if (!this.state.microphone) await take('microphone', () => openMicrophone(null, false))
  }

  private async open(wanted: { lesson: string; picture: boolean }, opened: Promise<void>): Promise<Line> {
    const [grant] = await Promise.all([lessons.stageToken(wanted.lesson, 'publish'), opened])
    const sources = { microphone: this.state.microphone, camera: this.state.camera, board: null }
    const publisher = new Publisher(sources, iceServers(grant.ice_servers), wanted.picture ? ['microphone', 'camera'] : ['microphone'], STAGE_ENCODINGS)
    try {
      const resource = await exchange(publisher.pc, { url: grant.endpoint, token: grant.token, language: language.value })
      if (this.wanted === wanted) this.publisher = publisher
      // The camera may have come while the answer was on its way.
      if (wanted.picture && this.state.camera) await publisher.replace('camera', this.state.camera)
      return sendingLine(publisher, resource)
    } catch (error) {
      publisher.close()
      throw error
    }
  }
}
