/** The teacher's own camera, microphone and board on this computer: opened, changed, remembered, and what is wrong with them. */
import { markRaw, reactive } from 'vue'
import { choices, mediaDevices, MediaError, openBoard, openCamera, openMicrophone, type Choice, type MediaFault } from '../../media/devices'
import type { Slot, Sources as Tracks } from '../../media/publisher'
import { recall, remember } from '../../state/memory'

/** `ended`: the browser's own bar stopped it. `reload`: it was shared until this page was loaded anew. */
export type SourceFault = MediaFault | 'ended' | 'reload' | null

export class Sources {
  readonly state = reactive({
    tracks: { microphone: null, camera: null, board: null } as Tracks,
    faults: { microphone: null, camera: null, board: null } as Record<Slot, SourceFault>,
    cameras: [] as Choice[],
    microphones: [] as Choice[],
    chosen: { camera: null as string | null, microphone: null as string | null },
    /** What the teacher has switched off for a while: silence and black go out. */
    muted: { microphone: false, camera: false },
    preparing: true,
  })
  private readonly refresh = () => void this.devicesChanged()
  private closed = false

  /** `changed` is told of every slot whose track is another one now, so that a running lesson follows. */
  constructor(private readonly music: () => boolean, private readonly changed: (slot: Slot, track: MediaStreamTrack | null) => void) {
    const before = recall('studio.devices')
    if (before) this.state.chosen = { camera: before.camera, microphone: before.microphone }
  }

  /** Open camera and microphone. Faults are kept in the state, never thrown. */
  async prepare(): Promise<void> {
    this.state.preparing = true
    try {
      mediaDevices().addEventListener('devicechange', this.refresh)
    } catch (error) {
      const fault = error instanceof MediaError ? error.fault : 'unknown'
      Object.assign(this.state.faults, { microphone: fault, camera: fault })
      this.state.preparing = false
      return
    }
    await Promise.all([this.openCamera(), this.openMicrophone()])
    await this.list()
    this.state.preparing = false
  }

  /** Switch the microphone or the camera off or on; a device that is opened later keeps to it. */
  mute(slot: 'microphone' | 'camera', off: boolean): void {
    this.state.muted[slot] = off
    const track = this.state.tracks[slot]
    if (track) track.enabled = !off
  }

  async chooseCamera(id: string): Promise<void> {
    this.state.chosen.camera = id
    this.drop('camera')
    await this.openCamera()
    this.save()
  }

  async chooseMicrophone(id: string): Promise<void> {
    this.state.chosen.microphone = id
    this.drop('microphone')
    await this.openMicrophone()
    this.save()
  }

  /** Ask the browser for a screen, a window or a tab. The present board stays when the person changes their mind. */
  async shareBoard(): Promise<void> {
    try {
      this.take('board', await openBoard())
    } catch (error) {
      this.state.faults.board = error instanceof MediaError ? error.fault : 'unknown'
    }
  }

  dropBoard(): void {
    this.drop('board')
    this.state.faults.board = null
  }

  close(): void {
    this.closed = true
    for (const slot of ['microphone', 'camera', 'board'] as const) this.state.tracks[slot]?.stop()
    try {
      mediaDevices().removeEventListener('devicechange', this.refresh)
    } catch {
      // There never were devices.
    }
  }

  private async openCamera(): Promise<void> {
    await this.tryOpen('camera', () => openCamera(this.state.chosen.camera))
  }

  private async openMicrophone(): Promise<void> {
    await this.tryOpen('microphone', () => openMicrophone(this.state.chosen.microphone, this.music()))
  }

  private async tryOpen(slot: 'camera' | 'microphone', open: () => Promise<MediaStreamTrack>): Promise<void> {
    try {
      this.take(slot, await open())
    } catch (error) {
      this.state.faults[slot] = error instanceof MediaError ? error.fault : 'unknown'
    }
  }

  private take(slot: Slot, track: MediaStreamTrack): void {
    if (this.closed) return track.stop()
    // What was switched off stays off, whichever device it is.
    if (slot !== 'board') track.enabled = !this.state.muted[slot]
    const before = this.state.tracks[slot]
    this.state.tracks[slot] = markRaw(track)
    this.state.faults[slot] = null
    if (slot !== 'board') this.state.chosen[slot] = track.getSettings().deviceId ?? null
    this.changed(slot, track)
    before?.stop()
    track.addEventListener('ended', () => {
      if (this.state.tracks[slot] !== track) return
      this.drop(slot)
      this.state.faults[slot] = slot === 'board' ? 'ended' : 'missing'
    })
  }

  private drop(slot: Slot): void {
    const track = this.state.tracks[slot]
    if (!track) return
    this.state.tracks[slot] = null
    this.changed(slot, null)
    track.stop()
  }

  /** A cable was pulled or put back. */
  private async devicesChanged(): Promise<void> {
    await this.list()
    if (!this.state.tracks.camera && this.state.cameras.length) await this.openCamera()
    if (!this.state.tracks.microphone && this.state.microphones.length) await this.openMicrophone()
  }

  private async list(): Promise<void> {
    try {
      Object.assign(this.state, await choices())
    } catch {
      // Without a list the open devices still work.
    }
  }

  private save(): void {
    remember('studio.devices', { ...this.state.chosen })
  }
}
