/** Keep the screen lit and, where a touch allows it, full. Old boards lack either: then the system's own settings must do. */
interface Sentinel { release(): Promise<void> }
interface WakeLocks { request(type: 'screen'): Promise<Sentinel> }

export function keepAwake(): { fullScreen(): void; release(): void } {
  const locks = (navigator as Navigator & { wakeLock?: WakeLocks }).wakeLock
  let held: Sentinel | null = null
  const hold = () => {
    if (document.visibilityState === 'visible') locks?.request('screen').then(lock => { held = lock }, () => undefined)
  }
  const fullScreen = () => {
    if (!document.fullscreenElement) document.documentElement.requestFullscreen?.().catch(() => undefined)
  }
  // The browser takes the lock back whenever the page is hidden.
  document.addEventListener('visibilitychange', hold)
  document.addEventListener('pointerdown', fullScreen)
  hold()
  return {
    fullScreen,
    release() {
      document.removeEventListener('visibilitychange', hold)
      document.removeEventListener('pointerdown', fullScreen)
      void held?.release()
    },
  }
}
