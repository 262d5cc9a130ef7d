import { createApp } from 'vue'
import { restoreLanguage } from './i18n'
import './i18n/classroom'
import ClassroomPage from './pages/classroom/ClassroomPage.vue'
import './ui/tokens.css'
import './ui/base.css'

void restoreLanguage().finally(() => createApp(ClassroomPage).mount('#app'))
if ('serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js', { scope: '/classroom' }).catch(() => undefined)
