/** The server says "no credential" with null, the browser with nothing. */
interface Told { urls: string[]; username?: string | null; credential?: string | null }

export function iceServers(told: readonly Told[]): RTCIceServer[] {
  return told.map(({ urls, username, credential }) => ({ urls, ...(username ? { username } : {}), ...(credential ? { credential } : {}) }))
}
