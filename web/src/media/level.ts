/** How loud a microphone is, for a meter. */
export class LevelMeter {
  private readonly context: AudioContext
  private readonly analyser: AnalyserNode
  private readonly samples: Float32Array<ArrayBuffer>
  private source: MediaStreamAudioSourceNode | null = null

  constructor() {
    this.context = new AudioContext()
    this.analyser = this.context.createAnalyser()
    this.analyser.fftSize = 1024
    this.samples = new Float32Array(this.analyser.fftSize)
  }

  listen(track: MediaStreamTrack | null): void {
    this.source?.disconnect()
    this.source = track ? this.context.createMediaStreamSource(new MediaStream([track])) : null
    this.source?.connect(this.analyser)
    this.wake()
  }

  /** Browsers let no page listen on its own before somebody has clicked or typed in it. */
  wake(): void {
    if (this.context.state === 'suspended') void this.context.resume()
  }

  get awake(): boolean {
    return this.context.state === 'running'
  }

  /** 0 (silence, −60 dBFS or less) to 1 (full scale). */
  read(): number {
    if (!this.source) return 0
    this.analyser.getFloatTimeDomainData(this.samples)
    return loudness(this.samples)
  }

  close(): void {
    this.source?.disconnect()
    void this.context.close()
  }
}

/** Root mean square on a scale of 60 dB, because ears hear decibels. */
export function loudness(samples: Float32Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  const rms = Math.sqrt(sum / samples.length)
  return rms <= 0.001 ? 0 : Math.min(1, 1 + (20 * Math.log10(rms)) / 60)
}
