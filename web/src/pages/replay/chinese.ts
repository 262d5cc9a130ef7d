/** Brings along what the library and the player say; imported for its effect. */
import { include } from '../../i18n'
import { replayZh } from '../../i18n/replay.zh'

include(replayZh)
