// Reads an iCalendar file on standard input with Mozilla's parser; writes what a calendar program would keep as JSON.
import ICAL from 'ical.js'

let text = ''
for await (const piece of process.stdin.setEncoding('utf8')) text += piece
const calendar = new ICAL.Component(ICAL.parse(text))
for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
const events = calendar.getAllSubcomponents('vevent').map((component) => {
  const event = new ICAL.Event(component, { strictExceptions: true })
  return {
    uid: event.uid,
    sequence: event.sequence,
    summary: event.summary,
    location: event.location,
    status: component.getFirstPropertyValue('status'),
    starts_at: event.startDate.toJSDate().toISOString(),
    ends_at: event.endDate.toJSDate().toISOString(),
    zone: event.startDate.zone.tzid,
  }
})
console.log(JSON.stringify(events))
