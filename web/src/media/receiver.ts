/** One receiving connection with three role slots. The node feeds a slot whenever somebody publishes in that role. */
import { lacksH264, preferH264 } from './codecs'
import type { Counter, Sample } from './watchdog'

export interface Slots { audio: MediaStreamTrack; teacher: MediaStreamTrack; board: MediaStreamTrack }

export class Receiver {
  readonly pc: RTCPeerConnection
  readonly slots: Slots
  private readonly pictures: RTCRtpTransceiver[]
  private readonly receivers: Record<keyof Slots, RTCRtpReceiver>

  constructor(ice: RTCIceServer[] = []) {
    this.pc = new RTCPeerConnection({ iceServers: ice, bundlePolicy: 'max-bundle' })
    const add = (kind: 'audio' | 'video') => this.pc.addTransceiver(kind, { direction: 'recvonly' })
    const [audio, teacher, board] = [add('audio'), add('video'), add('video')]
    this.pictures = [teacher, board]
    preferH264(teacher, 'receive')
    preferH264(board, 'receive')
    this.receivers = { audio: audio.receiver, teacher: teacher.receiver, board: board.receiver }
    this.slots = { audio: audio.receiver.track, teacher: teacher.receiver.track, board: board.receiver.track }
  }

  /** Whether a picture may stay away because this browser lacks its codec: the node refused a slot, or there is no H.264 here. */
  get lacksCodec(): boolean {
    return this.pictures.some(one => one.currentDirection === 'inactive') || lacksH264(RTCRtpReceiver.getCapabilities?.('video')?.codecs ?? [])
  }

  async sample(): Promise<Sample> {
    const [audio, teacher, board] = await Promise.all([count(this.receivers.audio), count(this.receivers.teacher), count(this.receivers.board)])
    return { connection: this.pc.connectionState, audio, teacher, board }
  }

  close(): void {
    this.pc.close()
  }
}

async function count(receiver: RTCRtpReceiver): Promise<Counter> {
  const sum: Counter = { packets: 0, bytes: 0, frames: 0 }
  const report = await receiver.getStats()
  report.forEach((entry: { type: string; packetsReceived?: number; bytesReceived?: number; framesDecoded?: number }) => {
    if (entry.type !== 'inbound-rtp') return
    sum.packets += entry.packetsReceived ?? 0
    sum.bytes += entry.bytesReceived ?? 0
    sum.frames += entry.framesDecoded ?? 0
  })
  return sum
}
