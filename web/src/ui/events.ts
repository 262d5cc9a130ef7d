import { EventSocket, type Listener, type Wire } from '../protocol/events'
import type { ServerEvent } from '../api/types'

/** The page's own socket to the server that it came from. */
export function pageEvents(listener: Listener<ServerEvent>): EventSocket<ServerEvent> {
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/events`
  return new EventSocket<ServerEvent>(() => new WebSocket(url) as Wire, listener)
}
