import type { Receiver } from '../../api/types'

export interface Reception { tone: 'good' | 'warn' | 'bad' | 'none'; sound: boolean; picture: boolean; rate: string }

/** What a receiving class gets, in words' terms. Speech in Opus is never below 6 kbit/s on the wire; a picture never below 15. */
export function receptionOf(receiver: Receiver): Reception {
  const sound = receiver.audio_kbps >= 5
  const picture = receiver.video_kbps >= 15
  return { tone: toneOf(receiver, sound, picture), sound, picture, rate: rateText(receiver.audio_kbps + receiver.video_kbps) }
}

function toneOf(receiver: Receiver, sound: boolean, picture: boolean): Reception['tone'] {
  if (receiver.state === 'absent') return 'none'
  if (receiver.state === 'connecting') return 'warn'
  if (!sound || receiver.loss_percent > 15) return 'bad'
  return !picture || receiver.loss_percent > 5 || receiver.round_trip_ms > 400 ? 'warn' : 'good'
}

/** "640 kbit/s", "1.9 Mbit/s" */
export function rateText(kbps: number): string {
  return kbps < 1000 ? `${Math.round(kbps)} kbit/s` : `${(kbps / 1000).toFixed(1)} Mbit/s`
}
