/** A classroom with two screens: the teacher on a window of its own, the board alone on the first. Media are received once: the window shows a track of this page. */
import { reactive } from 'vue'
import { t } from '../../i18n'
import { recall, remember } from '../../state/memory'

/** By this name a page that was loaded again finds the window that still stands. */
const NAME = 'tongke-second'
const LOOK_MS = 1000

export class SecondScreen {
  /** `wanted` is remembered; `open` says whether the window stands. Wanted and not open: a browser opens windows by a person's hand only. */
  readonly state = reactive({ wanted: recall('classroom.second') === true, open: false })
  private screen: Window | null = null
  private video: HTMLVideoElement | null = null
  private shown: MediaStreamTrack | null = null
  private timer: ReturnType<typeof setInterval> | undefined

  /** Open the window again after a start, where the browser lets us. */
  resume(): void {
    if (this.state.wanted) this.build()
  }

  toggle(): void {
    if (this.state.open) return this.end(false)
    this.state.wanted = true
    remember('classroom.second', true)
    this.build()
  }

  show(track: MediaStreamTrack | null): void {
    if (track === this.shown) return
    this.shown = track
    this.fill()
  }

  /** The page goes; the setting stays. */
  close(): void {
    this.end(true)
  }

  private build(): void {
    // On the screen beside this one; where there is none the system puts it where it can be moved by hand.
    const { width, height } = screen
    const made = window.open('', NAME, `popup=yes,left=${width},top=0,width=${width},height=${height}`)
    if (!made) return
    this.screen = made
    const page = made.document
    page.title = t('second.title')
    Object.assign(page.body.style, { margin: '0', background: '#05090b', overflow: 'hidden', cursor: 'none' })
    this.video = page.createElement('video')
    this.video.muted = this.video.autoplay = this.video.playsInline = true
    this.video.setAttribute('data-testid', 'video-second')
    this.video.setAttribute('aria-label', t('room.teacher'))
    Object.assign(this.video.style, { display: 'block', width: '100vw', height: '100vh', objectFit: 'contain' })
    page.body.replaceChildren(this.video)
    // One touch on it fills the screen.
    page.body.onclick = () => { void page.documentElement.requestFullscreen?.().catch(() => undefined) }
    this.state.open = true
    this.fill()
    clearInterval(this.timer)
    this.timer = setInterval(() => { if (this.screen?.closed) this.end(false) }, LOOK_MS)
  }

  private fill(): void {
    if (!this.video) return
    this.video.srcObject = this.shown ? new MediaStream([this.shown]) : null
    if (this.shown) void this.video.play().catch(() => undefined)
  }

  /** Closed by a hand, here or there: that is the wish for one screen. */
  private end(stays: boolean): void {
    clearInterval(this.timer)
    this.screen?.close()
    this.screen = this.video = null
    this.state.open = false
    if (stays) return
    this.state.wanted = false
    remember('classroom.second', false)
  }
}
