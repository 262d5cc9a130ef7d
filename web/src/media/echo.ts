/** Whether a microphone hears what this computer's loudspeaker plays: a quiet tone in a known rhythm, looked for in the sound that would be sent. */
const TONE_HZ = 1_370
/** Half on, half off, and no even beat that a fan or a ticking clock could have too. */
export const RHYTHM = [true, false, true, true, false, true, false, false, true, false, true, false] as const
/** Long enough for a loudspeaker, a room and a microphone together. */
const STEP_MS = 240

/** Play and listen for three seconds; returns by how many decibels the tone stands out in what `track` gives. */
export async function echoOf(track: MediaStreamTrack): Promise<number> {
  const context = new AudioContext()
  try {
    await context.resume()
    const analyser = context.createAnalyser()
    analyser.fftSize = 2048
    analyser.smoothingTimeConstant = 0
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
    const tone = context.createOscillator()
    const volume = context.createGain()
    tone.frequency.value = TONE_HZ
    volume.gain.value = 0
    tone.connect(volume).connect(context.destination)
    tone.start()
    const spectrum = new Float32Array(analyser.frequencyBinCount)
    const bin = Math.round((TONE_HZ * analyser.fftSize) / context.sampleRate)
    const heard: number[] = []
    for (const on of RHYTHM) {
      volume.gain.setTargetAtTime(on ? 0.2 : 0, context.currentTime, 0.01)
      await new Promise(done => setTimeout(done, STEP_MS))
      analyser.getFloatFrequencyData(spectrum)
      heard.push(Math.max(...spectrum.slice(bin - 1, bin + 2)))
    }
    return rise(RHYTHM, heard)
  } finally {
    void context.close()
  }
}

/** How much louder it was while the tone played, by medians; silence (−∞) counts as −120 dB. Pure. */
export function rise(rhythm: readonly boolean[], decibels: readonly number[]): number {
  const median = (on: boolean) => {
    const some = decibels.filter((_, index) => rhythm[index] === on).map(one => Math.max(-120, one)).sort((a, b) => a - b)
    return some.length ? some[Math.floor(some.length / 2)]! : -120
  }
  return median(true) - median(false)
}
