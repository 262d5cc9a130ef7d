import type { Receiver } from '../api/types'

export interface Reception { tone: 'good' | 'warn' | 'bad' | 'none'; sound: boolean; picture: boolean; rate: string }

/** Classes report what they get each 2 s: before that nobody can say that a class hears nothing. */
export const FIRST_REPORTS_MS = 6000

/**
 * What a receiving class gets, in words' terms. Speech in Opus is never below 6 kbit/s on the wire; a picture never below 15.
 * Until the lesson has `begun` there is nothing to get, and a class that is connected is fine.
 */
export function receptionOf(receiver: Receiver, begun: boolean): Reception {
  const sound = receiver.audio_kbps >= 5
  const picture = receiver.video_kbps >= 15
  return { tone: toneOf(receiver, sound, picture, begun), sound, picture, rate: rateText(receiver.audio_kbps + receiver.video_kbps) }
}

function toneOf(receiver: Receiver, sound: boolean, picture: boolean, begun: boolean): Reception['tone'] {
  if (receiver.state === 'absent') return 'none'
  if (receiver.state === 'connecting') return 'warn'
  if (!begun) return 'good'
  if (!sound || receiver.loss_percent > 15) return 'bad'
  return !picture || receiver.loss_percent > 5 || receiver.round_trip_ms > 400 ? 'warn' : 'good'
}

/** "640 kbit/s", "1.9 Mbit/s" */
export function rateText(kbps: number): string {
  return kbps < 1000 ? `${Math.round(kbps)} kbit/s` : `${(kbps / 1000).toFixed(1)} Mbit/s`
}
