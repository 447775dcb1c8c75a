package demo

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"donghanh/internal/platform/day"
)

// Days of the world.
const (
	tried       day.Date = "2016-01-04" // Sơn Tây begins, with the units above it
	opened      day.Date = "2022-01-04" // the city's register is opened with what stood
	registered  day.Date = "2023-01-03" // those of the districts of the articles are
	given       day.Date = "2023-01-30" // the city gives its targets
	distributed day.Date = "2023-02-10" // the district hands them down
	congress    day.Date = "2023-05-25" // eleventh congress of the district
	revised     day.Date = "2023-07-14"
	givenNext   day.Date = "2023-12-08" // the city gives the goals of 2024
	reported    day.Date = "2023-12-25" // the article's day, to which the clock goes back in the end
	last        day.Date = "2025-10-31" // the last day on which something is recorded
)

// admittedIn is how many members were admitted in each month of 2023.
var admittedIn = [12]int64{62, 85, 118, 104, 176, 143, 97, 131, 168, 154, 149, 129}

// foundedIn is how many CĐCS were founded in each month.
var foundedIn = [12]int{1, 1, 2, 2, 3, 2, 1, 2, 3, 2, 2, 2}

// holidays are the public holidays from Monday to Friday, with the days given
// for those at a week's end.
var holidays = [][2]day.Date{
	{"2022-01-03", "2022-01-03"},
	{"2022-01-31", "2022-02-04"},
	{"2022-04-11", "2022-04-11"},
	{"2022-05-02", "2022-05-03"},
	{"2022-09-01", "2022-09-02"},
	{"2023-01-02", "2023-01-02"},
	{"2023-01-20", "2023-01-26"},
	{"2023-05-01", "2023-05-03"},
	{"2023-09-01", "2023-09-04"},
	{"2024-01-01", "2024-01-01"},
	{"2024-02-08", "2024-02-14"},
	{"2024-04-18", "2024-04-18"},
	{"2024-04-29", "2024-05-01"},
	{"2024-09-02", "2024-09-03"},
	{"2025-01-01", "2025-01-01"},
	{"2025-01-27", "2025-01-31"},
	{"2025-04-07", "2025-04-07"},
	{"2025-04-30", "2025-05-02"},
	{"2025-09-01", "2025-09-02"},
}

// workdays lists the days of a month of 2023 on which decisions are signed,
// after the register was opened and before the report.
func workdays(month int) []day.Date {
	first := day.New(2023, month, 1)
	return workdaysFrom(day.Max(first, registered.Add(1)), day.Min(first.LastOfMonth(), reported.Add(-1)))
}

// workdaysFrom lists the working days from one day to another.
func workdaysFrom(from, to day.Date) (out []day.Date) {
	for d := from; d <= to; d = d.Add(1) {
		weekday := d.Time().Weekday()
		off := weekday == time.Saturday || weekday == time.Sunday
		if !off && !slices.ContainsFunc(holidays, func(h [2]day.Date) bool { return h[0] <= d && d <= h[1] }) {
			out = append(out, d)
		}
	}
	return out
}

// nextWorkday is the n-th working day after d.
func nextWorkday(d day.Date, n int) day.Date {
	for n > 0 {
		d = d.Add(1)
		if slices.Contains(workdays(d.Month()), d) {
			n--
		}
	}
	return d
}

// foundingDays are the days of the year's founding decisions, in order.
func foundingDays(rng *rand.Rand) (out []day.Date) {
	for m, n := range foundedIn {
		days := workdays(m + 1)
		for _, i := range rng.Perm(len(days))[:n] {
			out = append(out, days[i])
		}
	}
	slices.Sort(out)
	return out
}

// found makes a unit one that is founded by a decision of the district; the
// numbers of decisions rise over the year.
func (u *unit) found(on day.Date, no int) {
	u.FoundedOn = on
	u.DecisionNo = fmt.Sprintf("%d/QĐ-LĐLĐ", on.Time().YearDay()*4/3+2*no+3)
}
