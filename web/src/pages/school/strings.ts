/** Imported for what it does: the Chinese of these pages comes with them and with no other. */
import { include } from '../../i18n'
import { zhSchool } from '../../i18n/school.zh'

include(zhSchool)
