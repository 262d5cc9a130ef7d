/** Imported for what it does: the log-in page's Chinese strings are there before it is shown. */
import { include } from './index'
import { zhLogin } from './login.zh'

include(zhLogin)
