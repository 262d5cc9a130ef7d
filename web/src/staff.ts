import { createApp } from 'vue'
import { restoreLanguage } from './i18n'
import './i18n/login'
import StaffApp from './pages/StaffApp.vue'
import { router } from './pages/router'
import './ui/tokens.css'
import './ui/base.css'

void restoreLanguage().finally(() => createApp(StaffApp).use(router).mount('#app'))
