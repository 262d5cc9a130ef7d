/** What the classroom needs in a lesson and not to begin with: it comes after the first screen, as soon as the device is known. */
export { default as AssistantBar } from './AssistantBar.vue'
export { OwnStage } from './ownstage'
export { SecondScreen } from './second'
export { default as StagePicture } from './StagePicture.vue'
