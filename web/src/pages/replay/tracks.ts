/** What people call the tracks of a recording, and their codecs. */
import { t } from '../../i18n'
import type { Coded } from '../../player/playable'
import './chinese'

const NAMES: Record<string, string> = { avc1: 'H.264', avc3: 'H.264', hvc1: 'H.265', hev1: 'H.265', vp09: 'VP9', vp08: 'VP8', av01: 'AV1', opus: 'Opus', mp4a: 'AAC' }

/** How people call a codec that RFC 6381 calls `vp08.00.10.08`. */
export function codecName(codec: string): string {
  const first = codec.split('.')[0] ?? codec
  return NAMES[first] ?? first
}

/** "老师画面", "声音". */
export function trackText(track: Pick<Coded, 'role' | 'kind'>): string {
  if (track.kind === 'audio') return t('what.audio')
  return t(track.role === 'teacher' || track.role === 'board' || track.role === 'students' ? `what.${track.role}` : 'what.other')
}

/** What these tracks are, and the codecs that they were recorded in. */
export function tracksText(tracks: readonly Coded[]): { what: string; codec: string } {
  const once = (texts: string[]) => [...new Set(texts)].join(t('what.and'))
  return { what: once(tracks.map(trackText)), codec: once(tracks.map(one => codecName(one.codec))) }
}
