/** What of a recording this browser can show. */

export interface Coded { role: string; kind: 'audio' | 'video'; codec: string }

/** Whether the browser decodes such a track from an MP4; where MSE is missing the browser's own player tries, and says itself. */
export function playable(track: Coded): boolean {
  return typeof MediaSource === 'undefined' || MediaSource.isTypeSupported(`${track.kind}/mp4; codecs="${track.codec}"`)
}

/** What cannot be shown, each role and kind once. */
export function unplayable<T extends Coded>(tracks: readonly T[], able: (track: T) => boolean = playable): T[] {
  const found = new Map<string, T>()
  for (const track of tracks) if (!able(track)) found.set(`${track.role} ${track.kind}`, track)
  return [...found.values()]
}

/** The recording as far as this browser can show it. */
export function watchable<R extends { tracks: readonly Coded[] }>(recording: R, able: (track: Coded) => boolean = playable): R {
  const out = new Set(unplayable(recording.tracks, able).map(one => `${one.role} ${one.kind}`))
  return out.size ? { ...recording, tracks: recording.tracks.filter(one => !out.has(`${one.role} ${one.kind}`)) } : recording
}
