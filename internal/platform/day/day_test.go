package day

import (
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for in, ok := range map[string]bool{
		"2023-12-25": true, "2024-02-29": true, "2023-02-29": false,
		"2023-2-9": false, "25/12/2023": false, "": false, "0001-01-01": true,
	} {
		if _, err := Parse(in); (err == nil) != ok {
			t.Errorf("Parse(%q): %v", in, err)
		}
	}
}

func TestCalendar(t *testing.T) {
	d := Date("2024-02-10")
	for name, c := range map[string][2]Date{
		"last of leap February": {d.LastOfMonth(), "2024-02-29"},
		"first":                 {d.FirstOfMonth(), "2024-02-01"},
		"over the year's end":   {Date("2023-12-31").Add(1), "2024-01-01"},
		"before the opening":    {Min(Opening, d), Opening},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: got %s, want %s", name, c[0], c[1])
		}
	}
	if n := Date("2023-01-01").Days("2023-12-31"); n != 365 {
		t.Errorf("days of 2023: %d", n)
	}
}

func TestADayBeginsAtMidnightInVietnam(t *testing.T) {
	first := Date("2023-12-25").Begins()
	for at, want := range map[int64]Date{first: "2023-12-25", first - 1: "2023-12-24"} {
		if got := Of(time.UnixMicro(at)); got != want {
			t.Errorf("%d is on %s, want %s", at, got, want)
		}
	}
}

func TestClockKeepsTheSetDay(t *testing.T) {
	c := Fixed("2023-12-25")
	if c.Today() != "2023-12-25" {
		t.Errorf("today is %s", c.Today())
	}
	c.Set("")
	if c.Today() == "2023-12-25" {
		t.Error("the real clock did not come back")
	}
}
