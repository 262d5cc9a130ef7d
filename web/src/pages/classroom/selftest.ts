/** What a classroom finds out about itself, told to whoever looks after it. No DOM. */
import type { SelfTest } from '../../api/types'
import { recall, remember } from '../../state/memory'

/** Seconds by which the device's clock may differ from the server's before countdowns look wrong to people. */
const CLOCK_LIMIT = 60

export function selfTest(serverTime: string, now: number): SelfTest {
  const capabilities = (globalThis as { RTCRtpReceiver?: { getCapabilities?: (kind: string) => { codecs: { mimeType: string }[] } | null } }).RTCRtpReceiver
  const codecs = capabilities?.getCapabilities?.('video')?.codecs.map(codec => codec.mimeType.slice(6)) ?? []
  const skew = Math.round((now - Date.parse(serverTime)) / 1000)
  remember('classroom.probe', now)
  const checks = [
    { name: 'webrtc', passed: 'RTCPeerConnection' in globalThis, detail: '' },
    { name: 'codecs', passed: codecs.some(codec => codec === 'H264' || codec === 'VP8'), detail: [...new Set(codecs)].join(' ').slice(0, 200) },
    { name: 'memory', passed: recall('classroom.probe') === now, detail: '' },
    { name: 'clock', passed: Math.abs(skew) <= CLOCK_LIMIT, detail: `${skew} s` },
  ]
  return { passed: checks.every(check => check.passed), checks }
}
