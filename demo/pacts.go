package demo

import (
	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
)

// pact is an agreement as it comes to be: drafted, signed, kept or not.
type pact struct {
	agreement.Head
	key     string   // by which the one that follows it names it
	by      string   // account of its keeper
	begun   day.Date // the draft's day; empty: a week before it is signed
	signing agreement.Signing
	who     []agreement.Details // who signs, in the order of the parties
	follows string              // key of its predecessor
	fields  []area
	texts   []text
	said    []saying // of the whole
	reviews []review
	ended   saying // when it ends before its stage, and why
	closing bool   // it is signed with the final review of the one before it
}

// area is a field of cooperation.
type area struct {
	heading  string
	promises []promise
}

// promise is a commitment and what becomes of it.
type promise struct {
	agreement.Commitment
	counts string   // code of the unit whose figure it is; empty: its side's own
	came   []coming // of its duties, one by one; the zero coming leaves one open
	said   []saying
}

// coming is how a duty came out.
type coming struct {
	agreement.Coming
	by string // empty: the keeper
}

// saying is an entry of the journal.
type saying struct {
	on   day.Date
	by   string // empty: the keeper
	text string
}

// text is the agreement's own in one language.
type text struct {
	lang  string
	parts []agreement.Part
}

// kept is what is known of a pact once it is written down.
type kept struct {
	id       string
	version  int
	promised []string // ids of its commitments, in their order
}

// done is a duty that came out well on a day, with the words that prove it.
func done(on day.Date, words string) coming {
	return coming{Coming: agreement.Coming{Outcome: agreement.Done, On: on, Text: words, Shared: true}}
}

// unmet is a duty that was given up.
func unmet(on day.Date, words string) coming {
	c := done(on, words)
	c.Outcome = agreement.Unmet
	return c
}

// through says who tells of an outcome.
func (c coming) through(account string) coming {
	c.by = account
	return c
}

// both, ours and theirs are commitments of the two sides, of the keeper's, and of
// the other one: due on a day and, after so many months, again.
func both(words string, due day.Date, every int, came ...coming) promise {
	return of(agreement.Both, words, due, every, came)
}

func ours(words string, due day.Date, every int, came ...coming) promise {
	return of(agreement.A, words, due, every, came)
}

func theirs(words string, due day.Date, every int, came ...coming) promise {
	return of(agreement.B, words, due, every, came)
}

func of(side agreement.Side, words string, due day.Date, every int, came []coming) promise {
	return promise{Commitment: agreement.Commitment{Side: side, Text: words, Due: due, Every: every}, came: came}
}

// led names the department that sees to it.
func (p promise) led(lead string) promise {
	p.Lead = lead
	return p
}

// counted asks for a figure of a unit, maybe for a part of it.
func (p promise) counted(unit, indicator, dim, part, goal string) promise {
	p.counts, p.Indicator, p.Dim, p.Part, p.Target = unit, indicator, dim, part, goal
	return p
}

// told adds what was said of it.
func (p promise) told(on day.Date, by, words string) promise {
	p.said = append(p.said, saying{on, by, words})
	return p
}
