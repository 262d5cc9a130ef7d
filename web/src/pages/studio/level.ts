/** How loud the microphone is, for as long as a page is open. */
import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { LevelMeter } from '../../media/level'

/** 0 (silence) to 1, twelve times a second; null while the browser does not listen: nobody has clicked or typed in the page yet. */
export function useLevel(track: () => MediaStreamTrack | null): Ref<number | null> {
  const level = ref<number | null>(0)
  let meter: LevelMeter | null = null
  watch(track, now => {
    meter ??= now ? new LevelMeter() : null
    meter?.listen(now)
  }, { immediate: true })
  const wake = () => meter?.wake()
  const timer = setInterval(() => { level.value = meter && !meter.awake ? null : meter?.read() ?? 0 }, 80)
  for (const touch of ['pointerdown', 'keydown']) addEventListener(touch, wake)
  onBeforeUnmount(() => {
    clearInterval(timer)
    for (const touch of ['pointerdown', 'keydown']) removeEventListener(touch, wake)
    meter?.close()
  })
  return level
}
