package ui

import (
	"context"

	"github.com/a-h/templ"
)

// PagerView leads through a long list; an empty address is no page on that side.
type PagerView struct {
	Text       string // "101–200 trong 1.516"
	Prev, Next string // addresses
}

// ProgressView is long work under way.
type ProgressView struct {
	Title                string
	Done, Total, Refused int    // rows; Total 0 is not known yet
	Left                 string // "2 phút"; "" is not known
	Href                 string // to the refused rows
}

// Pair is a term and what it stands for: a text, or a component where Body is given.
type Pair struct {
	Term, Text string
	Body       templ.Component
}

func (p ProgressView) done(ctx context.Context) string {
	s := count(ctx, int64(p.Done))
	if p.Total > 0 {
		s += "/" + count(ctx, int64(p.Total))
	}
	return s
}

// up is the last crumb that goes somewhere: the one step back a phone shows. −1 where there is none.
func up(links []Link) int {
	for i := len(links) - 1; i >= 0; i-- {
		if links[i].Href != "" {
			return i
		}
	}
	return -1
}

func noticeRole(s State) string {
	if s == Low {
		return "alert"
	}
	return "status"
}

// NoteView is a sentence that explains, what it follows from, and what it means.
type NoteView struct {
	Icon, Lead string
	Links      []Link // without an address: plain text
	Text       string
}
