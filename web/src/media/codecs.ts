/** Which codec is offered first. Pure. */
export interface Codec { mimeType: string; sdpFmtpLine?: string; clockRate: number; channels?: number }

/**
 * H.264 first, because every smart board decodes it in hardware and recordings keep it as it is; within it the constrained baseline profile in
 * packetization mode 1, which all peers share. Then VP9 in profile 0, which browsers can replay from a recording, then VP8, which Chromium cannot; then what else the browser has, and its repair formats (rtx, red, fec) last, in their own order.
 */
export function preferred<C extends Codec>(codecs: readonly C[]): C[] {
  return codecs.map((codec, index) => ({ codec, index, rank: rank(codec) }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(one => one.codec)
}

function rank(codec: Codec): number {
  const type = codec.mimeType.toLowerCase()
  if (type === 'video/h264') {
    const line = (codec.sdpFmtpLine ?? '').toLowerCase()
    const baseline = line.includes('profile-level-id=42e0') ? 0 : line.includes('profile-level-id=4200') ? 1 : 2
    return (line.includes('packetization-mode=1') ? 0 : 3) + baseline
  }
  if (type === 'video/vp9') return /profile-id=[1-9]/.test(codec.sdpFmtpLine ?? '') ? 20 : 10
  if (type === 'video/vp8') return 15
  return /\/(rtx|red|ulpfec|flexfec-03)$/.test(type) ? 30 : 20
}

/** Whether a browser that names these lacks H.264, which most lessons are sent in. Nothing is transcoded, so its pictures stay away. */
export function lacksH264(codecs: readonly Pick<Codec, 'mimeType'>[]): boolean {
  return codecs.length > 0 && !codecs.some(codec => codec.mimeType.toLowerCase() === 'video/h264')
}

/** Set the order where the browser lets us (Chromium 76); a browser without H.264 simply starts with VP9. */
export function preferH264(transceiver: RTCRtpTransceiver, direction: 'send' | 'receive'): void {
  const side = direction === 'send' ? RTCRtpSender : RTCRtpReceiver
  const codecs = side.getCapabilities?.('video')?.codecs
  if (!codecs?.length || !transceiver.setCodecPreferences) return
  try {
    transceiver.setCodecPreferences(preferred(codecs))
  } catch {
    // Some versions refuse sender codecs here; their own order is good enough.
  }
}
