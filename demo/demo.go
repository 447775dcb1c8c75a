// Package demo builds the world of the articles as records: in 2023 LĐLĐ quận Ba
// Đình (seeds/001) with 503 CĐCS and 26,412 members, 23 founded and 1,516 people
// admitted in the year, its classes, counsels, awards and what it reported; LĐLĐ
// quận Bình Tân (seeds/000, 002) with its care for workers. Around them from 2022
// on all districts and sector unions of Hà Nội (seeds/003, 004) and Quận 1, until
// the reform of 2025 ends them and unions of wards begin; and what they have agreed
// with each other and with others, from Sơn Tây's programme of 2016 on. Units, people and
// decisions are made up; the sums are the articles'. It works through the services
// people work through, as the accounts that would, each act on its own day.
package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"donghanh/internal/activity"
	"donghanh/internal/agreement"
	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/practice"
	"donghanh/internal/report"
	"donghanh/internal/target"
)

// Services are the domains the world is recorded with.
type Services struct {
	DB        *db.DB
	Auth      *auth.Service
	Org       *org.Service
	Target    *target.Service
	Activity  *activity.Service
	Report    *report.Service
	Practice  *practice.Service
	Agreement *agreement.Service
	Gameshow  *gameshow.Service
	Tunes     []gameshow.Tune         // that shows are made of
	Bank      []gameshow.BankQuestion // and questions of law
}

// Build records the world in a migrated database without accounts; all its
// accounts have the one password. The world is the same every time but for
// ids. The database's clock goes to October 2025 and back to the article's day.
// After each step progress is told how many of how many are done and, in
// Vietnamese, what was; it may be nil. An error leaves the world unfinished.
func Build(ctx context.Context, s Services, password string, progress func(done, total int, what string)) error {
	w, err := plan()
	if err != nil {
		return err
	}
	b := &builder{Services: s, world: w, password: password, actors: map[string]*auth.Actor{"system": auth.System()}, kept: map[string]*kept{}, models: map[string]string{}, takings: map[string]string{}}
	steps := b.steps()
	for i, st := range steps {
		s.DB.Clock.Set(st.on)
		if err := st.do(ctx); err != nil {
			return fmt.Errorf("demo: %s, %s: %w", st.on, st.what, err)
		}
		if progress != nil {
			progress(i+1, len(steps), st.what)
		}
	}
	s.DB.Clock.Set(reported)
	return nil
}

// step is what is done at once on one day.
type step struct {
	on   day.Date
	what string
	do   func(ctx context.Context) error
}

type builder struct {
	Services
	world
	password string
	actors   map[string]*auth.Actor // by log-in name
	report   report.Report          // the one of Ba Đình on the year
	kept     map[string]*kept       // agreements, by their keys
	models   map[string]string      // ids of good models, by their keys
	takings  map[string]string      // ids of models taken over, by their keys
}

// steps are all steps by their days; those of one day in the order below.
func (b *builder) steps() []step {
	var out []step
	out = append(out, b.registerSteps()...)
	out = append(out, b.targetSteps()...)
	out = append(out, b.goalSteps()...)
	out = append(out, b.yearSteps()...)
	out = append(out, b.reformSteps()...)
	out = append(out, b.restSteps()...)
	out = append(out, b.bodySteps()...)
	out = append(out, b.boardSteps()...)
	out = append(out, b.reportSteps()...)
	out = append(out, b.modelSteps()...)
	out = append(out, b.pactSteps()...)
	out = append(out, b.exchangeSteps()...)
	out = append(out, b.showSteps()...)
	slices.SortStableFunc(out, func(a, b step) int { return cmp.Compare(a.on, b.on) })
	return out
}

// as is the context of an account.
func (b *builder) as(ctx context.Context, name string) context.Context {
	return auth.With(ctx, b.actors[name])
}

// keeper is the account that records for a unit of Ba Đình.
func (b *builder) keeper(unit int) string { return b.keeperOf(b.units[unit].Code, reported) }

// keeperOf is the officer who records for a unit on a day: its own, that of its
// federation as long as there is one, or the city's.
func (b *builder) keeperOf(code string, on day.Date) string {
	candidates := []string{code}
	if on < endDay {
		candidates = append(candidates, code[:strings.LastIndex(code, "-")])
	}
	city, _, _ := strings.Cut(code, "-")
	for _, unit := range append(candidates, city) {
		i := slices.IndexFunc(b.accounts, func(a account) bool { return a.unit == unit && a.role == "officer" })
		if i >= 0 {
			return b.accounts[i].name
		}
	}
	return "admin"
}
