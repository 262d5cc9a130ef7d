import type { Directive } from 'vue'

/** `v-stream="track"`: show or play one live track. The element keeps its stream object as long as the track is the same. */
export const vStream: Directive<HTMLMediaElement, MediaStreamTrack | null | undefined> = {
  mounted: (element, { value }) => show(element, value),
  updated: (element, { value, oldValue }) => { if (value !== oldValue) show(element, value) },
  beforeUnmount: element => { element.srcObject = null },
}

function show(element: HTMLMediaElement, track: MediaStreamTrack | null | undefined) {
  element.srcObject = track ? new MediaStream([track]) : null
  if (track) void element.play().catch(() => undefined)
}
