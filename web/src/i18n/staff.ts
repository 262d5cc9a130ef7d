/** Imported for what it does: the staff pages' Chinese strings are there before the first of them is shown. */
import { include } from './index'
import { zh } from './zh'

include(zh)
