import { onBeforeUnmount } from 'vue'

/** `type` ("wifi", "ethernet") is known on Android boards only; the event also comes when merely the browser's guess of the speed changes. */
type Connection = EventTarget & { type?: string }

/** While the page is mounted: be told when the network is another one, or is back. */
export function onMoved(moved: () => void): void {
  const connection = (navigator as Navigator & { connection?: Connection }).connection
  let type = connection?.type
  const changed = () => {
    if (connection?.type === type) return
    type = connection?.type
    moved()
  }
  addEventListener('online', moved)
  connection?.addEventListener('change', changed)
  onBeforeUnmount(() => {
    removeEventListener('online', moved)
    connection?.removeEventListener('change', changed)
  })
}
