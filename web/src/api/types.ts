/** The server's answers by the names that the pages use. Shapes come from the server's OpenAPI (`schema.ts`); times are RFC 3339 in UTC, durations seconds. */
import type { components } from './schema'

type Schemas = components['schemas']

export type Named = Schemas['Named']
export type Lesson = Schemas['LessonOut']
export type LessonState = Schemas['State']
export type LessonKind = Lesson['kind']
export type LessonList = Schemas['LessonList']
export type Me = Schemas['Me']
export type SignInWays = Schemas['SignInWays']
export type CodeOwner = Schemas['CodeOwner']
export type Device = Schemas['DeviceOut']
export type DeviceStatus = Schemas['DeviceStatus']
export type SelfTest = Schemas['SelfTest']
export type SignedPlan = Schemas['PlanOut']
export type Fleet = Schemas['Fleet']
export type FleetDevice = Schemas['FleetDevice']
export type PersonList = Schemas['PersonList']
export type PersonRow = Schemas['PersonOut']
export type PersonIn = Schemas['PersonIn']
export type Invited = Schemas['Invited']
export type Code = Schemas['CodeOut']
export type Enrolling = Schemas['EnrolmentOut']
export type Claimed = Schemas['Claimed']
export type DayOverview = Schemas['DayOverview']
export type Interaction = Schemas['InteractionOut']
export type ClassStanding = Schemas['StandingOut']
export type Poll = Schemas['PollOut']
export type Message = Schemas['MessageOut']
export type City = Schemas['CityOut']
export type District = Schemas['DistrictOut']
export type School = Schemas['SchoolOut']
export type Room = Schemas['RoomOut']
export type SchoolClass = Schemas['ClassOut']
export type Bells = Schemas['BellsOut']
export type Period = Bells['periods'][number]
export type CalendarEntry = Schemas['CalendarOut']
export type Term = Schemas['TermOut']
export type SchoolDay = Schemas['DayOut']
export type ImportReport = Schemas['ImportReport']
export type ImportRun = Schemas['ImportRunOut']
export type SchoolWeek = Schemas['SchoolWeek']
export type WeekLesson = Schemas['WeekLesson']
export type Missing = Schemas['Missing']
export type LedgerReport = Schemas['Report']
export type LedgerRow = Schemas['ReportRow']
export type ChainState = Schemas['ChainState']
export type Receiver = Schemas['ReceiverOut']
/** A layer of a picture that nobody uses. */
export interface RestingLayer { role: string; rid: string }
export type ReceiverList = Schemas['ReceiverList']
export type MediaToken = Schemas['MediaTokenOut']
export type IceServer = Schemas['IceServer']
export type RecordingState = Schemas['RecordingState']
export type RecordingSummary = Schemas['RecordingSummary']
export type RecordingPage = Schemas['RecordingList']
export type Recording = Schemas['RecordingOut']
export type RecordedTrack = Schemas['TrackOut']
export type Retention = Schemas['RetentionOut']
export type Erasure = Schemas['ErasureOut']
export type CaptionList = Schemas['CaptionList']
export type CommentList = Schemas['CommentList']
export type ReviewComment = Schemas['CommentOut']
export type Criterion = Schemas['Criterion']
export type Chapter = Schemas['ChapterOut']
export type Run = Schemas['RunOut']
export type Proposal = Schemas['ProposalOut']
export type Acceptance = Schemas['AcceptanceOut']
export type AlignmentOverview = Schemas['Overview']
export type AlignmentResult = Schemas['Result']
export type ClassWeek = Schemas['ClassWeek']
export type Attended = Schemas['Attended']
export type RowsReport = Schemas['RowsReport']
export type Explanation = Schemas['ExplanationOut']
export type Place = Schemas['Place']
export type Option = Schemas['OptionOut']
export type Difference = Schemas['Difference']
export type Comparison = Schemas['Comparison']
export type Repaired = Schemas['Repaired']
export type RepairIn = Schemas['RepairIn']

/** What comes over `/api/events`; OpenAPI does not describe WebSockets. */
export type ServerEvent =
  | { id: number; type: 'hello'; server_time: string }
  | { id: number; type: 'reset' }
  | { id: number; type: 'ping' }
  | { id: number; type: 'lesson.changed'; lesson: Lesson }
  | { id: number; type: 'lesson.receivers'; lesson_id: string; items: Receiver[]; resting: RestingLayer[] }
  | { id: number; type: 'lesson.interaction'; lesson_id: string }
  | { id: number; type: 'recording.changed'; lesson_id: string; state: RecordingState; duration: number }
  | { id: number; type: 'alignment.changed'; run: Run }
  | { id: number; type: 'node.changed'; online: boolean }
