/** The Chinese strings that the classroom and the staff's pages share: they are in both first loads, which must stay small. */
export const common = {
  'brand.name': '同课',
  'error.offline': '连不上服务器。请检查网络，过一会儿再试。',
  'error.status': '服务器没有答应（{status}）。请再试一次。',
  'error.node': '媒体服务还没有准备好，请稍等。',
  'error.unknown': '出了点问题，请再试一次。',
  'day.1': '周一', 'day.2': '周二', 'day.3': '周三', 'day.4': '周四', 'day.5': '周五', 'day.6': '周六', 'day.7': '周日',
  'day.today': '今天', 'day.tomorrow': '明天', 'day.yesterday': '昨天',
  'day.date': '{month}月{day}日 {weekday}',
  'room.board': '课件画面',
  'room.teacher': '老师画面',
}
