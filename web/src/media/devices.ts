/** Cameras, microphones and shared screens, and what went wrong with them in words that a page can translate. */
export type MediaFault = 'insecure' | 'unsupported' | 'denied' | 'missing' | 'busy' | 'unknown'

export interface Choice { id: string; label: string }

export class MediaError extends Error {
  constructor(readonly fault: MediaFault, readonly device: 'camera' | 'microphone' | 'screen') {
    super(`${device}: ${fault}`)
    this.name = 'MediaError'
  }
}

/** Source: Media Capture and Streams, getUserMedia() rejections; NotReadableError is a camera that another program holds. */
export function faultOf(error: unknown): MediaFault {
  const name = typeof error === 'object' && error !== null && 'name' in error ? String((error as { name: unknown }).name) : ''
  switch (name) {
    case 'NotAllowedError': case 'PermissionDeniedError': case 'SecurityError': return 'denied'
    case 'NotFoundError': case 'DevicesNotFoundError': case 'OverconstrainedError': return 'missing'
    case 'NotReadableError': case 'TrackStartError': case 'AbortError': return 'busy'
    case 'NotSupportedError': case 'TypeError': return 'unsupported'
    default: return 'unknown'
  }
}

export const CAMERA: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 25, max: 30 } }
export const SPEECH: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
/** Instruments: what speech processing takes for noise is the lesson. */
export const MUSIC: MediaTrackConstraints = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: { ideal: 2 } }
/** Ten pictures a second carry slides and handwriting; more takes the uplink from the sound. */
export const BOARD: MediaTrackConstraints = { frameRate: { ideal: 10, max: 10 }, width: { max: 1920 }, height: { max: 1080 } }

/** The browser's devices, or the fault that explains why there are none: pages without HTTPS have no `mediaDevices`. */
export function mediaDevices(): MediaDevices {
  const devices = navigator.mediaDevices as MediaDevices | undefined
  if (!devices?.getUserMedia) throw new MediaError(isSecureContext ? 'unsupported' : 'insecure', 'camera')
  return devices
}

export async function choices(): Promise<{ cameras: Choice[]; microphones: Choice[] }> {
  const all = await mediaDevices().enumerateDevices()
  const of = (kind: MediaDeviceKind) => all.filter(one => one.kind === kind && one.deviceId !== '').map(one => ({ id: one.deviceId, label: one.label }))
  return { cameras: of('videoinput'), microphones: of('audioinput') }
}

/** Open the camera `id`, or any when it is gone. Raises MediaError. */
export async function openCamera(id: string | null): Promise<MediaStreamTrack> {
  const stream = await open('camera', id, wanted => ({ video: { ...CAMERA, ...wanted } }))
  return first(stream.getVideoTracks(), 'motion')
}

/** Open the microphone `id`, or any when it is gone. Raises MediaError. */
export async function openMicrophone(id: string | null, music: boolean): Promise<MediaStreamTrack> {
  const stream = await open('microphone', id, wanted => ({ audio: { ...(music ? MUSIC : SPEECH), ...wanted } }))
  return first(stream.getAudioTracks(), music ? 'music' : 'speech')
}

/** Let the person choose a screen, a window or a tab. Raises MediaError; `denied` also means that they changed their mind. */
export async function openBoard(): Promise<MediaStreamTrack> {
  const devices = mediaDevices()
  if (!devices.getDisplayMedia) throw new MediaError('unsupported', 'screen')
  try {
    const stream = await devices.getDisplayMedia({ video: BOARD, audio: false })
    return first(stream.getVideoTracks(), 'detail')
  } catch (error) {
    throw error instanceof MediaError ? error : new MediaError(faultOf(error), 'screen')
  }
}

async function open(device: 'camera' | 'microphone', id: string | null, constraints: (wanted: MediaTrackConstraints) => MediaStreamConstraints): Promise<MediaStream> {
  const devices = mediaDevices()
  try {
    return await devices.getUserMedia(constraints(id ? { deviceId: { exact: id } } : {}))
  } catch (error) {
    const fault = faultOf(error)
    if (id && fault === 'missing') return open(device, null, constraints)
    throw new MediaError(fault, device)
  }
}

function first(tracks: MediaStreamTrack[], hint: string): MediaStreamTrack {
  const track = tracks[0]
  if (!track) throw new MediaError('missing', 'camera')
  track.contentHint = hint
  return track
}
