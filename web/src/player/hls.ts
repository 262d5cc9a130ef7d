/** One playlist on one media element: MSE through hls.js, or the browser's own player where MSE is missing. */
import Hls, { ErrorTypes, Events, type ErrorData, type LevelUpdatedData } from 'hls.js/light'
import { Backoff } from '../state/backoff'
import type { Span } from './timeline'

export type Trouble = 'network' | 'codec'

export interface Listener {
  /** What the playlist says of its own time: later and truer than any list of tracks. */
  span(span: Span, live: boolean): void
  trouble(trouble: Trouble | null): void
}

export interface Attached { detach(): void }

export function attach(element: HTMLMediaElement, url: string, at: number, listener: Listener): Attached {
  if (!Hls.isSupported()) return native(element, url, listener)
  const hls = new Hls({
    startPosition: at,
    maxBufferLength: 20,
    maxMaxBufferLength: 30,
    backBufferLength: 30,
    maxBufferHole: 0.2,
    // A worker from a blob: address would break the content security policy, and fragments need no remuxing.
    enableWorker: false,
  })
  const backoff = new Backoff(1_000, 10_000)
  let timer: ReturnType<typeof setTimeout> | undefined
  let mended = 0
  const again = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      // A fresh playlist also brings fresh signed addresses.
      hls.loadSource(url)
      hls.startLoad(element.currentTime || at)
    }, backoff.next())
  }
  hls.on(Events.LEVEL_UPDATED, (_name: string, data: LevelUpdatedData) => listener.span(spanOfPlaylist(data.details), data.details.live))
  hls.on(Events.FRAG_BUFFERED, () => {
    backoff.reset()
    listener.trouble(null)
  })
  hls.on(Events.ERROR, (_name: string, data: ErrorData) => {
    if (!data.fatal) return
    if (/codec/i.test(data.details)) return listener.trouble('codec')
    if (data.type === ErrorTypes.MEDIA_ERROR && mended++ < 3) return hls.recoverMediaError()
    listener.trouble(data.type === ErrorTypes.MEDIA_ERROR ? 'codec' : 'network')
    if (data.type !== ErrorTypes.MEDIA_ERROR) again()
  })
  hls.loadSource(url)
  hls.attachMedia(element)
  return {
    detach() {
      clearTimeout(timer)
      hls.destroy()
    },
  }
}

interface Details { fragments: { start: number; duration: number; gap?: boolean | undefined }[]; edge: number }

/** Gaps are `EXT-X-GAP` entries; the first one is a late start. */
export function spanOfPlaylist(details: Details): Span {
  const media = details.fragments.filter(one => !one.gap)
  const first = media[0]
  const last = media[media.length - 1]
  if (!first || !last) return { from: Infinity, to: 0, holes: [] }
  const holes = details.fragments.filter(one => one.gap && one.start > first.start && one.start < last.start).map(one => ({ from: one.start, to: one.start + one.duration }))
  return { from: first.start, to: last.start + last.duration, holes }
}

function native(element: HTMLMediaElement, url: string, listener: Listener): Attached {
  const failed = () => listener.trouble('codec')
  element.addEventListener('error', failed)
  element.src = url
  return {
    detach() {
      element.removeEventListener('error', failed)
      element.removeAttribute('src')
      element.load()
    },
  }
}
