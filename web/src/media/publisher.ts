/** One sending connection: sound, the teacher's picture and the board, always in this order, each of which may be empty. */
import { preferH264 } from './codecs'

export const SLOTS = ['microphone', 'camera', 'board'] as const
export type Slot = typeof SLOTS[number]
export type Sources = Record<Slot, MediaStreamTrack | null>

/** Bits per second. The camera is 720p; the board's ten sharp pictures a second need no more. */
export const BITRATES: Record<Slot, number> = { microphone: 64_000, camera: 1_200_000, board: 1_200_000 }

const ENCODINGS: Record<Slot, RTCRtpEncodingParameters> = {
  // A thin link gives way in this order: camera, board, sound.
  microphone: { maxBitrate: BITRATES.microphone, priority: 'high', networkPriority: 'high' },
  camera: { maxBitrate: BITRATES.camera, priority: 'low' },
  board: { maxBitrate: BITRATES.board, maxFramerate: 10, priority: 'medium' },
}

export class Publisher {
  readonly pc: RTCPeerConnection
  private readonly transceivers: Record<Slot, RTCRtpTransceiver>

  constructor(sources: Sources, ice: RTCIceServer[] = []) {
    this.pc = new RTCPeerConnection({ iceServers: ice, bundlePolicy: 'max-bundle' })
    // Sound and teacher share a stream, so that a receiver keeps lips and voice together; the board is its own.
    const lesson = new MediaStream()
    const slides = new MediaStream()
    const add = (slot: Slot, kind: 'audio' | 'video', stream: MediaStream) =>
      this.pc.addTransceiver(sources[slot] ?? kind, { direction: 'sendonly', streams: [stream], sendEncodings: [{ ...ENCODINGS[slot] }] })
    this.transceivers = { microphone: add('microphone', 'audio', lesson), camera: add('camera', 'video', lesson), board: add('board', 'video', slides) }
    preferH264(this.transceivers.camera, 'send')
    preferH264(this.transceivers.board, 'send')
  }

  /** Change or empty a slot without a new negotiation. */
  async replace(slot: Slot, track: MediaStreamTrack | null): Promise<void> {
    await this.transceivers[slot].sender.replaceTrack(track)
  }

  /** What the sound and each picture cost by now. */
  stats(): Promise<RTCStatsReport> {
    return this.pc.getStats()
  }

  close(): void {
    this.pc.close()
  }
}
