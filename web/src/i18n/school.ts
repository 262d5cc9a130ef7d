/** Imported for what it does: the Chinese of the schools' pages comes with them and with no other. */
import { include } from './index'
import { zhSchool } from './school.zh'

include(zhSchool)
