/** How loud the microphone is, for as long as a page is open. */
import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { LevelMeter } from '../../media/level'

/** 0 (silence) to 1, twelve times a second. */
export function useLevel(track: () => MediaStreamTrack | null): Ref<number> {
  const level = ref(0)
  let meter: LevelMeter | null = null
  watch(track, now => {
    meter ??= now ? new LevelMeter() : null
    meter?.listen(now)
  }, { immediate: true })
  const timer = setInterval(() => { level.value = meter?.read() ?? 0 }, 80)
  onBeforeUnmount(() => {
    clearInterval(timer)
    meter?.close()
  })
  return level
}
