import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import { Problem } from '../api/client'
import { session } from '../api/endpoints'
import type { Key } from '../i18n'
import { home, person } from '../state/session'

const title = (key: Key) => ({ title: key })

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: { render: () => null }, beforeEnter: () => (person.value ? home(person.value) : '/login') },
    { path: '/login', component: () => import('./login/LoginPage.vue'), meta: { ...title('login.title'), open: true } },
    { path: '/invitation', component: () => import('./invitation/InvitationPage.vue'), meta: { ...title('invitation.title'), open: true } },
    { path: '/studio', component: () => import('./studio/TodayPage.vue'), meta: title('nav.studio') },
    { path: '/studio/:lesson', component: () => import('./studio/StudioPage.vue'), meta: title('nav.studio') },
    { path: '/replay', component: () => import('./replay/LibraryPage.vue'), meta: title('nav.replay') },
    { path: '/replay/:lesson', component: () => import('./replay/ReplayPage.vue'), meta: title('nav.replay') },
    { path: '/overview', component: () => import('./overview/OverviewPage.vue'), meta: title('nav.overview') },
    { path: '/overview/patrol', component: () => import('./overview/PatrolPage.vue'), meta: title('patrol.title') },
    { path: '/overview/lesson/:lesson', component: () => import('./overview/LookPage.vue'), meta: title('nav.overview') },
    { path: '/alignment', component: () => import('./alignment/AlignmentPage.vue'), meta: title('nav.align') },
    { path: '/devices', component: () => import('./keeping/DevicesPage.vue'), meta: title('nav.devices') },
    { path: '/schools', component: () => import('./school/SchoolsPage.vue'), meta: title('nav.schools') },
    { path: '/schools/import', component: () => import('./school/ImportPage.vue'), meta: title('nav.schools') },
    { path: '/timetable', component: () => import('./school/WeekPage.vue'), meta: title('nav.week') },
    { path: '/timetable/courses', component: () => import('./school/CoursesPage.vue'), meta: title('nav.courses') },
    { path: '/ledger', component: () => import('./ledger/LedgerPage.vue'), meta: title('nav.ledger') },
    { path: '/retention', component: () => import('./keeping/RetentionPage.vue'), meta: title('nav.retention') },
    { path: '/people', component: () => import('./keeping/PeoplePage.vue'), meta: title('nav.people') },
    { path: '/:rest(.*)*', component: () => import('./MissingPage.vue'), meta: { ...title('missing.title'), open: true } },
  ],
})

router.beforeEach(async to => {
  if (to.meta.open || person.value) return true
  fetchAhead(to)
  try {
    person.value = await session.get()
    return true
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return login(to)
    // The server is away: the log-in page says so, and comes back here afterwards.
    return login(to)
  }
})

/** Fetch a page while the server is asked who comes: on a line of 150 ms each question that waits for another one is felt. */
function fetchAhead(to: RouteLocationNormalized) {
  for (const record of to.matched) {
    const page = record.components?.default
    // The router asks for it again, gets the same module, and deals with what fails.
    if (typeof page === 'function') void Promise.resolve((page as () => unknown)()).catch(() => undefined)
  }
}

// A release that replaced this page's chunks: load the new page.
router.onError((_error, to) => { location.assign(to.fullPath) })

function login(to: RouteLocationNormalized) {
  person.value = null
  return { path: '/login', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
}
