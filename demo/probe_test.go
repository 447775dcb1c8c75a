package demo

import (
	"fmt"
	"testing"
	"time"

	"donghanh/internal/testkit"
)

func TestProbe(t *testing.T) {
	w, err := plan()
	must(t, err)
	n, m := 0, int64(0)
	for _, f := range w.capital {
		var s int64
		for _, u := range f.units[:f.standing] {
			s += u.Members
		}
		n += len(f.units)
		m += s
		fmt.Println(f.Code, f.Name, f.standing, len(f.units), s, f.flows)
	}
	for _, f := range w.others {
		fmt.Println(f.Code, f.Name, f.standing, len(f.units), f.flows)
	}
	fmt.Println(n, m)
	start := time.Now()
	p := build(t, testkit.SQLite(t))
	fmt.Println(time.Since(start))
	for _, q := range [][2]string{{"HN", "2022-H1"}, {"HN", "2022-H2"}, {"HN", "2023"}, {"HN", "2024"}, {"HN-SONTAY", "2020"}, {"HN-SONTAY", "2022"}, {"HN-BADINH", "2023"}, {"HCM-Q1", "2023"}, {"HN", "2020"}} {
		for _, i := range []string{"ORG.CDCS.NEW", "ORG.DV.NEW", "ORG.CDCS.TOTAL", "ORG.DV.TOTAL"} {
			fmt.Print(q, i, " ", p.Figure(q[0], i, q[1]), "; ")
		}
		fmt.Println()
	}
}
