/** One receiving connection with a slot for each role. The node feeds a slot whenever somebody publishes in that role. */
import { lacksH264, preferH264 } from './codecs'
import type { Counter, Sample } from './watchdog'

/** Kind and role of each slot; `voice` and `stage` are the class that has the word. */
const SLOTS = {
  audio: ['audio', 'speaker'], teacher: ['video', 'speaker'], board: ['video', 'slides'], voice: ['audio', 'alt'], stage: ['video', 'alt'],
} as const
export type SlotName = keyof typeof SLOTS
export const EVERY_SLOT: readonly SlotName[] = ['audio', 'teacher', 'board', 'voice', 'stage']
export const STAGE_SLOTS: readonly SlotName[] = ['voice', 'stage']
export type Slots = Partial<Record<SlotName, MediaStreamTrack>>

export class Receiver {
  readonly pc: RTCPeerConnection
  readonly slots: Slots = {}
  /** The role of each section, in order, to be said in the offer. */
  readonly contents: ('speaker' | 'slides' | 'alt')[]
  private readonly pictures: RTCRtpTransceiver[] = []
  private readonly receivers: Partial<Record<SlotName, RTCRtpReceiver>> = {}

  constructor(ice: RTCIceServer[] = [], names: readonly SlotName[] = EVERY_SLOT) {
    this.pc = new RTCPeerConnection({ iceServers: ice, bundlePolicy: 'max-bundle' })
    this.contents = names.map(name => SLOTS[name][1])
    for (const name of names) {
      const [kind] = SLOTS[name]
      const one = this.pc.addTransceiver(kind, { direction: 'recvonly' })
      if (kind === 'video') {
        this.pictures.push(one)
        preferH264(one, 'receive')
      }
      this.receivers[name] = one.receiver
      this.slots[name] = one.receiver.track
    }
  }

  /** Whether a picture may stay away because this browser lacks its codec: the node refused a slot, or there is no H.264 here. */
  get lacksCodec(): boolean {
    return this.pictures.some(one => one.currentDirection === 'inactive') || lacksH264(RTCRtpReceiver.getCapabilities?.('video')?.codecs ?? [])
  }

  async sample(): Promise<Sample> {
    const [audio, teacher, board, voice, stage] = await Promise.all(EVERY_SLOT.map(name => count(this.receivers[name])))
    return { connection: this.pc.connectionState, audio: audio!, teacher: teacher!, board: board!, voice, stage }
  }

  close(): void {
    this.pc.close()
  }
}

async function count(receiver: RTCRtpReceiver | undefined): Promise<Counter> {
  const sum: Counter = { packets: 0, bytes: 0, frames: 0 }
  const report = await receiver?.getStats()
  report?.forEach((entry: { type: string; packetsReceived?: number; bytesReceived?: number; framesDecoded?: number }) => {
    if (entry.type !== 'inbound-rtp') return
    sum.packets += entry.packetsReceived ?? 0
    sum.bytes += entry.bytesReceived ?? 0
    sum.frames += entry.framesDecoded ?? 0
  })
  return sum
}
