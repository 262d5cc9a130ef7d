import { language } from './index'

/** A subject's tone in the palette (`tokens.css`) and its two names. Subjects arrive as Chinese names or as codes. */
const SUBJECTS: readonly { tone: string; zh: string; en: string; codes: readonly string[] }[] = [
  { tone: 'vermilion', zh: '语文', en: 'Chinese', codes: ['chinese'] },
  { tone: 'indigo', zh: '数学', en: 'Mathematics', codes: ['mathematics', 'maths', 'math'] },
  { tone: 'violet', zh: '英语', en: 'English', codes: ['english'] },
  { tone: 'moss', zh: '科学', en: 'Science', codes: ['science'] },
  { tone: 'rose', zh: '音乐', en: 'Music', codes: ['music'] },
  { tone: 'ochre', zh: '美术', en: 'Art', codes: ['art'] },
  { tone: 'teal', zh: '信息科技', en: 'Computing', codes: ['computing', 'information_technology', 'it', '信息技术'] },
  { tone: 'slate', zh: '道德与法治', en: 'Ethics and law', codes: ['ethics', '道法', '思政'] },
  { tone: 'moss', zh: '体育', en: 'PE', codes: ['pe', 'physical_education'] },
]

const find = (subject: string) => SUBJECTS.find(one => one.zh === subject || one.codes.includes(subject.toLowerCase()))

/** The names under which subjects are asked for. */
export const SUBJECT_NAMES: readonly string[] = SUBJECTS.map(one => one.zh)

export function subjectTone(subject: string): string {
  return find(subject)?.tone ?? 'slate'
}

export function subjectText(subject: string): string {
  const known = find(subject)
  if (!known) return subject
  return language.value === 'en' ? known.en : known.zh
}

export function isMusic(subject: string): boolean {
  return find(subject)?.zh === '音乐'
}

const GRADES = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九', '高一', '高二', '高三']

/** "四年级", "高一"; 1 to 12. */
export function gradeText(grade: number): string {
  if (language.value === 'en') return `Grade ${grade}`
  const name = GRADES[grade] ?? String(grade)
  return grade > 9 ? name : `${name}年级`
}
