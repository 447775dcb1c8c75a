// Package day has the two notions of time the program keeps: a Date, which is
// a day in Vietnam as ISO text, and a Clock, the only reader of the machine's
// time. Moments are int64 microseconds UTC.
package day

import (
	"fmt"
	"time"
)

// Zone is Vietnam's time, UTC+7 all year.
var Zone = time.FixedZone("ICT", 7*60*60)

// Date is a day as ISO text, "2023-12-25". ISO text sorts as time passes and
// is the same in both databases. The zero value is no day.
type Date string

const (
	// Opening is the day of balances that stood before all periods
	// (design.md §7, members_on_start without founded_on).
	Opening Date = "0001-01-01"
	// Never ends an interval that is still open.
	Never Date = "9999-12-31"

	iso = "2006-01-02"
)

// Parse reads ISO text and refuses days that do not exist.
func Parse(s string) (Date, error) {
	t, err := time.Parse(iso, s)
	if err != nil || t.Format(iso) != s {
		return "", fmt.Errorf("day: %q is not a date", s)
	}
	return Date(s), nil
}

// Of is the day in Vietnam at a moment.
func Of(t time.Time) Date { return Date(t.In(Zone).Format(iso)) }

// New makes a date; a day past the month's end moves on, as in package time.
func New(year, month, dayOfMonth int) Date {
	return Date(time.Date(year, time.Month(month), dayOfMonth, 0, 0, 0, 0, time.UTC).Format(iso))
}

// Time is midnight UTC of the date, for calculating only.
func (d Date) Time() time.Time {
	t, _ := time.Parse(iso, string(d))
	return t
}

// Begins is the moment the date begins in Vietnam, in microseconds UTC.
func (d Date) Begins() int64 {
	y, m, n := d.Time().Date()
	return time.Date(y, m, n, 0, 0, 0, 0, Zone).UnixMicro()
}

// Add is the date n days later.
func (d Date) Add(n int) Date { return Date(d.Time().AddDate(0, 0, n).Format(iso)) }

// Year of the date.
func (d Date) Year() int { return d.Time().Year() }

// Month of the date, 1 to 12.
func (d Date) Month() int { return int(d.Time().Month()) }

// FirstOfMonth is the first day of the date's month.
func (d Date) FirstOfMonth() Date { return New(d.Year(), d.Month(), 1) }

// LastOfMonth is the last day of the date's month.
func (d Date) LastOfMonth() Date { return New(d.Year(), d.Month()+1, 0) }

// Days counts the days from d to other, both included.
func (d Date) Days(other Date) int {
	return int(other.Time().Sub(d.Time())/(24*time.Hour)) + 1
}

// Min is the earlier of two dates.
func Min(a, b Date) Date {
	if b < a {
		return b
	}
	return a
}

// Max is the later of two dates.
func Max(a, b Date) Date {
	if b > a {
		return b
	}
	return a
}
