import { ref } from 'vue'

export interface Person {
  id: string
  name: string
  username: string
  school: { id: string; name: string }
  roles: string[]
}

/** Who is signed in: undefined until the server was asked, null for nobody. */
export const person = ref<Person | null | undefined>(undefined)

/** The first page of a role. */
export function home(who: Pick<Person, 'roles'>): string {
  if (who.roles.includes('hub_teacher')) return '/studio'
  if (who.roles.includes('administrator')) return '/overview'
  return who.roles.includes('coordinator') ? '/alignment' : '/replay'
}
