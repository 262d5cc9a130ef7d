/** One look into a running lesson: its smallest picture by WHEP, for as long as one picture takes. */
import { lessons } from '../../api/endpoints'
import { language } from '../../i18n'
import { preferH264 } from '../../media/codecs'
import { exchange } from '../../protocol/whip'
import { withAppetite } from '../../protocol/sdp'

const PICTURE_MS = 6_000
/** After the first picture the layer may still change; the second is what is kept. */
const SETTLE_MS = 500

/** Draw the lesson's picture, at most `width` pixels wide, and return what it cost, in octets. `drawn` is false where no picture came: the teacher sends none. */
export async function lookInto(lesson: string, canvas: HTMLCanvasElement, width = 320): Promise<{ bytes: number; drawn: boolean }> {
  const grant = await lessons.mediaToken(lesson, 'receive')
  const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' })
  const picture = pc.addTransceiver('video', { direction: 'recvonly' })
  preferH264(picture, 'receive')
  const video = document.createElement('video')
  video.muted = true
  video.playsInline = true
  try {
    const resource = await exchange(pc, { url: grant.endpoint, token: grant.token, language: language.value }, { offer: sdp => withAppetite(sdp, 'saver') })
    try {
      const drawn = await shown(video, picture.receiver.track)
      if (drawn) draw(video, canvas, width)
      return { bytes: await received(pc), drawn }
    } finally {
      await resource.close()
    }
  } finally {
    video.srcObject = null
    pc.close()
  }
}

function shown(video: HTMLVideoElement, track: MediaStreamTrack): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(false), PICTURE_MS)
    video.addEventListener('loadeddata', () => {
      clearTimeout(timer)
      setTimeout(() => resolve(video.videoWidth > 0), SETTLE_MS)
    }, { once: true })
    video.srcObject = new MediaStream([track])
    void video.play().catch(() => undefined)
  })
}

function draw(video: HTMLVideoElement, canvas: HTMLCanvasElement, width: number): void {
  canvas.width = Math.min(width, video.videoWidth)
  canvas.height = Math.round((canvas.width * video.videoHeight) / video.videoWidth)
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height)
}

async function received(pc: RTCPeerConnection): Promise<number> {
  let bytes = 0
  const report = await pc.getStats()
  report.forEach((entry: { type: string; bytesReceived?: number }) => { if (entry.type === 'transport') bytes += entry.bytesReceived ?? 0 })
  return bytes
}
