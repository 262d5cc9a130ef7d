import type { airZh } from './air.zh'

/** What the studio says in English of a lesson that is on. */
export const airEn: Record<keyof typeof airZh, string> = {
  'mute.title': 'Mute and pause',
  'mute.none': 'Microphone and picture are not switched off',
  'mute.mute': 'Mute',
  'mute.unmute': 'Unmute',
  'mute.hide': 'Pause picture',
  'mute.show': 'Resume picture',
  'mute.microphoneOff': 'Muted',
  'mute.cameraOff': 'Picture paused',
  'mute.both': 'Muted, picture paused',
  'mute.silent': 'Muted',
  'strain.thin.none': 'Your uplink carries only {rate}: sound goes on, slides are slower',
  'strain.thin.smaller': 'Your uplink carries only {rate}: sound and slides go on, the picture is smaller',
  'strain.thin.paused': 'Your uplink carries only {rate}: sound and slides go on, the picture is paused',
  'strain.lossy': 'Your line loses {percent}% of the data: sound goes first. Check the cable, or stop other uploads',
  'trace.title': 'The line in this lesson',
  'trace.since': 'since {from}',
  'trace.thin': 'Uplink too thin, {rate} at the least',
  'trace.lossy': 'Too much was lost',
  'trace.gone': 'The line broke',
}
