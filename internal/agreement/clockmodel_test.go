package agreement_test

import (
	"strings"

	"donghanh/internal/platform/day"
)

// reminded is what the model and the program are compared by: somebody was told
// of something on a day.
type reminded struct{ Day, What, Due, Act, Unit string }

func (r reminded) String() string {
	return strings.Join([]string{r.Day, r.What, r.Due, r.Act, r.Unit}, " ")
}

// modelled is a deadline as the test knows it, with all that people will do about
// it. The model of the rules is written here once more, from the words of issue 5
// and not from the program.
type modelled struct {
	what     string
	due      day.Date
	lead     int
	chain    []string // who is told, the unit first, its superiors after it
	people   map[string]bool
	opens    day.Date
	resolves day.Date   // after that day's reminders; empty: never
	takes    []day.Date // after that day's reminders, each for takeFor days
}

const takeFor = 20

// told works out what is told on the days the program is up, and how often who
// has taken it is told of the day they named.
func (m modelled) told(up []day.Date) (out []reminded, taker int) {
	level, next, phase := 0, day.Max(m.due.Add(-m.lead), m.opens), "before"
	say := func(on day.Date, act string) {
		out = append(out, reminded{string(on), m.what, string(m.due), act, m.chain[level]})
	}
	last := day.Date("")
	for _, on := range up {
		next, phase = m.taken(last, on, next, phase)
		if last = on; on < m.opens || (m.resolves != "" && on > m.resolves) || phase == "over" || next > on {
			continue
		}
		switch {
		case phase == "before" && on < m.due:
			say(on, "ahead")
			phase, next = "wait", m.due
			continue
		case phase != "ignored":
			say(on, "due")
			if phase == "taken" && m.chain[level] != "HN" {
				taker++
			}
			if next = on.Add(7); phase != "taken" && !m.people[m.chain[level]] {
				next = on.Add(1)
			}
			phase = "ignored"
			continue
		case level+1 < len(m.chain):
			level++
			say(on, "climb")
		default:
			phase = "over"
		}
		next = on.Add(1)
		if m.people[m.chain[level]] {
			next = on.Add(7)
		}
	}
	return out, taker
}

// taken lets somebody take it on days before on.
func (m modelled) taken(last, on, next day.Date, phase string) (day.Date, string) {
	for _, d := range m.takes {
		if d >= last && d < on {
			next, phase = day.Max(d.Add(takeFor), m.due), "taken"
		}
	}
	return next, phase
}
