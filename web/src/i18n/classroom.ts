/** Imported for what it does: the classroom's Chinese strings are there before it is shown. */
import { include } from './index'
import { zhClassroom } from './classroom.zh'

include(zhClassroom)
