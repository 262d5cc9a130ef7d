import { onBeforeUnmount, ref, type Ref } from 'vue'
import { serverNow } from '../state/clock'

/** The server's time, moving on while the page is mounted. Milliseconds since 1970. */
export function useNow(every = 1000): Ref<number> {
  const now = ref(serverNow())
  const timer = setInterval(() => { now.value = serverNow() }, every)
  onBeforeUnmount(() => clearInterval(timer))
  return now
}
