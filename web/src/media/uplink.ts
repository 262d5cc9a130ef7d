/** What the teacher's line carries, from two readings of `getStats()`. Pure. */
export interface Reading {
  /** Milliseconds; bytes and packets since the start. */
  at: number
  bytes: number
  packets: number
  lost: number
  roundTrip: number | null
  /** What the browser thinks that the line carries; null where it does not say. */
  availableKbps: number | null
  /** Whether it sends a picture smaller than it might because of that. */
  limited: boolean
  /** Pictures of the camera that went out. */
  frames: number
}

/** How a second of a line pressed on what is sent. */
export interface Pressure { availableKbps: number | null; limited: boolean; frames: number }

/** The publisher's second slot, whose number is the camera's line in every description. */
const CAMERA_MID = '1'

export interface Uplink { kbps: number; lossPercent: number; roundTripMs: number | null }

export type Verdict = 'good' | 'weak' | 'bad' | 'none'

interface Report { forEach(visit: (entry: Record<string, unknown>) => void): void }

const number = (value: unknown): number => (typeof value === 'number' ? value : 0)

export function reading(report: Report, at: number): Reading {
  const sum: Reading = { at, bytes: 0, packets: 0, lost: 0, roundTrip: null, availableKbps: null, limited: false, frames: 0 }
  report.forEach(entry => {
    if (entry.type === 'outbound-rtp') {
      sum.bytes += number(entry.bytesSent) + number(entry.headerBytesSent)
      sum.packets += number(entry.packetsSent)
      sum.limited ||= entry.qualityLimitationReason === 'bandwidth' && entry.active !== false
      if (entry.mid === CAMERA_MID) sum.frames += number(entry.framesSent ?? entry.framesEncoded)
    } else if (entry.type === 'remote-inbound-rtp') {
      sum.lost += number(entry.packetsLost)
    } else if (entry.type === 'candidate-pair' && entry.nominated === true) {
      if (typeof entry.currentRoundTripTime === 'number') sum.roundTrip = entry.currentRoundTripTime * 1000
      if (typeof entry.availableOutgoingBitrate === 'number') sum.availableKbps = entry.availableOutgoingBitrate / 1000
    }
  })
  return sum
}

export function uplink(before: Reading, after: Reading): Uplink {
  const seconds = Math.max(0.001, (after.at - before.at) / 1000)
  const packets = after.packets - before.packets
  const lost = Math.max(0, after.lost - before.lost)
  return {
    kbps: Math.max(0, Math.round(((after.bytes - before.bytes) * 8) / 1000 / seconds)),
    lossPercent: packets > 0 ? Math.min(100, (lost / packets) * 100) : 0,
    roundTripMs: after.roundTrip === null ? null : Math.round(after.roundTrip),
  }
}

export function pressure(before: Reading, after: Reading): Pressure {
  return { availableKbps: after.availableKbps, limited: after.limited, frames: after.frames - before.frames }
}

/** Sound needs about 50 kbit/s; above 5 % of loss or 400 ms people notice, above 15 % or 1 s a lesson suffers. */
export function verdict({ kbps, lossPercent, roundTripMs }: Uplink): Verdict {
  if (kbps < 8) return 'none'
  if (lossPercent > 15 || (roundTripMs ?? 0) > 1000) return 'bad'
  return lossPercent > 5 || (roundTripMs ?? 0) > 400 ? 'weak' : 'good'
}
