/** The server's answers (RFC 3339 times in UTC, durations in seconds). */
export interface Named { id: string; name: string }

export type LessonState = 'planned' | 'open' | 'live' | 'ended' | 'archived' | 'expired' | 'cancelled'
export type LessonKind = 'dedicated' | 'famous_teacher' | 'famous_school'
export type Right = 'start' | 'end' | 'publish' | 'receive' | 'replay'

export interface Me { kind: 'person'; id: string; name: string; username: string; school: Named; roles: string[] }

export interface Audience { room: Named; school: Named; class_name: string }

export interface Lesson {
  id: string
  kind: LessonKind
  title: string
  subject: string
  grade: number
  teacher: Named
  hub: { school: Named; room: Named }
  receivers: Audience[]
  starts_at: string
  ends_at: string
  started_at: string | null
  ended_at: string | null
  state: LessonState
  recorded: boolean
  can: Right[]
}

export interface Device { kind: 'device'; id: string; name: string; room: Named; school: Named; class_name: string; lesson: Lesson | null; server_time: string }

export interface LessonList { items: Lesson[]; server_time: string }

export interface Receiver extends Audience {
  state: 'absent' | 'connecting' | 'connected'
  since: string | null
  audio_kbps: number
  video_kbps: number
  loss_percent: number
  round_trip_ms: number
}

export interface MediaToken { token: string; expires_at: string; endpoint: string; ice_servers: { urls: string | string[]; username?: string; credential?: string }[] }

export type RecordingState = 'recording' | 'processing' | 'complete'

export interface RecordingSummary {
  lesson: Lesson
  state: RecordingState
  duration: number
  size: number
  tracks: { role: string; kind: 'audio' | 'video' }[]
  gaps: number
}

export interface Gap { offset: number; duration: number; reason: string }

export interface RecordedTrack {
  id: string
  role: string
  kind: 'audio' | 'video'
  codec: string
  width: number
  height: number
  playlist: string
  offset: number
  duration: number
  gaps: Gap[]
}

/** Everything of a role, however many tracks it came in, as one multivariant playlist; `audio.m3u8` and `video.m3u8` lie beside it. */
export interface RolePlaylist { role: string; playlist: string }

export interface Recording extends Omit<RecordingSummary, 'tracks'> { epoch: string | null; tracks: RecordedTrack[]; roles: RolePlaylist[] }

export interface RecordingPage { items: RecordingSummary[]; next_cursor: string | null }

/** What comes over `/api/events`. */
export type ServerEvent =
  | { id: number; type: 'hello'; server_time: string }
  | { id: number; type: 'reset' }
  | { id: number; type: 'ping' }
  | { id: number; type: 'lesson.changed'; lesson: Lesson }
  | { id: number; type: 'lesson.receivers'; lesson_id: string; items: Receiver[] }
  | { id: number; type: 'recording.changed'; lesson_id: string; state: RecordingState; duration: number }
  | { id: number; type: 'node.changed'; online: boolean }
