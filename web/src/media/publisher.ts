/** One sending connection: sound, the teacher's picture and the board, always in this order, each of which may be empty. */
import { preferH264 } from './codecs'

export const SLOTS = ['microphone', 'camera', 'board'] as const
export type Slot = typeof SLOTS[number]
export type Sources = Record<Slot, MediaStreamTrack | null>

/** Bits per second of the best layer. The camera is 720p; the board's ten sharp pictures a second need no more. */
export const BITRATES: Record<Slot, number> = { microphone: 64_000, camera: 1_200_000, board: 1_200_000 }

/** `scalabilityMode` keeps VP9 from sending all layers in one stream; TypeScript's own type does not know it yet. */
type Encoding = RTCRtpEncodingParameters & { scalabilityMode?: string }

/**
 * What each slot is sent as, the smallest picture first, which is the order that the node takes them in. Each classroom gets the layer that its own line
 * carries. The camera's layers differ in size. The board's do not: writing must stay legible, so the small one has fewer pictures a second.
 */
export const ENCODINGS: Record<Slot, Encoding[]> = {
  // The teacher's own thin line gives way in this order: camera, board, sound. Chromium takes a priority for the first layer only, and means all.
  microphone: [{ maxBitrate: BITRATES.microphone, priority: 'high', networkPriority: 'high' }],
  camera: [
    { rid: 'l', scaleResolutionDownBy: 4, maxBitrate: 120_000, maxFramerate: 15, scalabilityMode: 'L1T1', priority: 'low' },
    { rid: 'm', scaleResolutionDownBy: 2, maxBitrate: 400_000, scalabilityMode: 'L1T1' },
    { rid: 'h', scaleResolutionDownBy: 1, maxBitrate: BITRATES.camera, scalabilityMode: 'L1T1' },
  ],
  board: [
    { rid: 'l', scaleResolutionDownBy: 1, maxBitrate: 200_000, maxFramerate: 2, scalabilityMode: 'L1T1', priority: 'medium' },
    { rid: 'h', scaleResolutionDownBy: 1, maxBitrate: BITRATES.board, maxFramerate: 10, scalabilityMode: 'L1T1' },
  ],
}

/** Mark which layers are sent, never all as resting; returns whether anything changed. */
export function resting(encodings: { rid?: string; active?: boolean }[], rids: readonly string[]): boolean {
  const active = encodings.map(one => one.rid === undefined || !rids.includes(one.rid))
  if (!active.includes(true)) return false
  const changed = encodings.some((one, index) => (one.active ?? true) !== active[index])
  encodings.forEach((one, index) => { one.active = active[index]! })
  return changed
}

export class Publisher {
  readonly pc: RTCPeerConnection
  private readonly transceivers: Partial<Record<Slot, RTCRtpTransceiver>> = {}

  /** `slots`: a classroom sends no board, and a picture only with consent. */
  constructor(sources: Sources, ice: RTCIceServer[] = [], slots: readonly Slot[] = SLOTS, encodings: Record<Slot, Encoding[]> = ENCODINGS) {
    this.pc = new RTCPeerConnection({ iceServers: ice, bundlePolicy: 'max-bundle' })
    // Sound and teacher share a stream, so that a receiver keeps lips and voice together; the board is its own.
    const lesson = new MediaStream()
    const slides = new MediaStream()
    for (const slot of slots) {
      const stream = slot === 'board' ? slides : lesson
      const sendEncodings = encodings[slot].map(encoding => ({ ...encoding }))
      const one = this.pc.addTransceiver(sources[slot] ?? (slot === 'microphone' ? 'audio' : 'video'), { direction: 'sendonly', streams: [stream], sendEncodings })
      this.transceivers[slot] = one
      if (slot !== 'microphone') preferH264(one, 'send')
    }
  }

  /** Change or empty a slot without a new negotiation. */
  async replace(slot: Slot, track: MediaStreamTrack | null): Promise<void> {
    await this.transceivers[slot]?.sender.replaceTrack(track)
  }

  /** Send every layer of a slot but these, which nobody uses. A browser that cannot do that goes on sending them. */
  async rest(slot: Slot, rids: readonly string[]): Promise<void> {
    const sender = this.transceivers[slot]?.sender
    if (!sender) return
    const parameters = sender.getParameters()
    if (resting(parameters.encodings, rids)) await sender.setParameters(parameters)
  }

  /** What the sound and each picture cost by now. */
  stats(): Promise<RTCStatsReport> {
    return this.pc.getStats()
  }

  close(): void {
    this.pc.close()
  }
}
