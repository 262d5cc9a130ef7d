/** Decides from counters whether a receiving connection lives. Pure: readings and `now` (milliseconds) are arguments. */
/** Since the start. `bytes` are payload: padding, by which a sender probes the line while it has no picture, counts next to nothing. */
export interface Counter { packets: number; bytes: number; frames: number }
export interface Sample { connection: RTCPeerConnectionState; audio: Counter; teacher: Counter; board: Counter; voice?: Counter | undefined; stage?: Counter | undefined }

/** `silent`: media flowed and stopped. `stuck`: packets come, but no picture. `late`: it never connected. `lost`: the connection says so. */
export type Death = 'lost' | 'late' | 'silent' | 'stuck'

export interface Health { audio: boolean; teacher: boolean; board: boolean; flowed: boolean; death: Death | null; voice: boolean; stage: boolean }

/** A slot that showed nothing for this long is empty. A still screen is sent about once a second, so it is not mistaken for none. */
export const QUIET_MS = 3_000
/** The same for the class on stage: it leaves the screen soon after its last picture. */
export const STAGE_QUIET_MS = 1_500
export const CONNECT_MS = 8_000
/** Nobody has sent anything yet: ask anew now and then, in case the node and the server disagree about the room. */
export const PATIENCE_MS = 20_000
/** Less than this between two readings is padding and headers, not a picture. */
const PICTURE_BYTES = 600

const PICTURES = ['teacher', 'board'] as const

export class Watchdog {
  private last: Sample | null = null
  private readonly moved = { audio: -Infinity, teacher: -Infinity, board: -Infinity, voice: -Infinity, stage: -Infinity }
  /** Since when picture data come without a picture. */
  private readonly blind: { teacher: number | null; board: number | null } = { teacher: null, board: null }
  private flowed = false
  private connectedAt: number | null = null
  private disconnectedAt: number | null = null

  constructor(private readonly startedAt: number) {}

  /** `hopeful`: a way that fades may still be replaced by another one. */
  observe(sample: Sample, now: number, hopeful = false): Health {
    const last = this.last
    this.last = sample
    if (sample.audio.packets > (last?.audio.packets ?? 0)) this.moved.audio = now
    // The class on stage comes and goes within a connection: it says nothing about whether that lives.
    if ((sample.voice?.packets ?? 0) > (last?.voice?.packets ?? 0)) this.moved.voice = now
    if ((sample.stage?.frames ?? 0) > (last?.stage?.frames ?? 0)) this.moved.stage = now
    for (const slot of PICTURES) this.picture(slot, sample[slot], last?.[slot], now)
    const audio = now - this.moved.audio < QUIET_MS
    const teacher = now - this.moved.teacher < QUIET_MS
    const board = now - this.moved.board < QUIET_MS
    const any = audio || teacher || board
    const death = this.death(sample.connection, any, now, hopeful)
    if (any) this.flowed = true
    return { audio, teacher, board, flowed: this.flowed, death, voice: now - this.moved.voice < STAGE_QUIET_MS, stage: now - this.moved.stage < STAGE_QUIET_MS }
  }

  private picture(slot: typeof PICTURES[number], counter: Counter, before: Counter | undefined, now: number): void {
    if (counter.frames > (before?.frames ?? 0)) {
      this.moved[slot] = now
      this.blind[slot] = null
    } else if (counter.bytes - (before?.bytes ?? 0) >= PICTURE_BYTES) {
      this.blind[slot] ??= now
    }
  }

  private death(connection: RTCPeerConnectionState, any: boolean, now: number, hopeful: boolean): Death | null {
    if (connection === 'failed' || connection === 'closed') return 'lost'
    if (connection !== 'connected') {
      if (this.connectedAt === null) return now - this.startedAt > CONNECT_MS ? 'late' : null
      this.disconnectedAt ??= now
      return now - this.disconnectedAt >= 1_000 && !hopeful ? 'lost' : null
    }
    this.disconnectedAt = null
    this.connectedAt ??= now
    if (this.flowed && !any) return 'silent'
    if (!this.flowed && now - this.connectedAt > PATIENCE_MS) return 'silent'
    for (const slot of PICTURES) {
      const since = this.blind[slot]
      if (since !== null && now - since >= QUIET_MS && now - Math.max(this.moved[slot], this.connectedAt) >= QUIET_MS) return 'stuck'
    }
    return null
  }
}
