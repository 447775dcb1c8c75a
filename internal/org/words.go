package org

import (
	"context"

	"donghanh/internal/platform/day"
	"donghanh/internal/platform/i18n"
)

// Standing tells of a unit in a list what a day makes of it: withdrawn, to
// begin, ended, to end; empty of one that simply stands.
func Standing(ctx context.Context, u Unit, on day.Date) string {
	switch {
	case u.Withdrawn():
		return i18n.T(ctx, "org.tag.withdrawn")
	case u.FoundedOn > on:
		return i18n.T(ctx, "org.tag.later", i18n.Args{"day": u.FoundedOn})
	case u.EndedBy(on):
		return EndedText(ctx, u.DissolvedOn, on)
	case u.Ended():
		return i18n.T(ctx, "org.tag.until", i18n.Args{"day": u.DissolvedOn})
	}
	return ""
}

// EndedText says that a unit has ended, for rows that tell of something else; it
// is empty while the unit lives. last is its last day, empty of one without end.
func EndedText(ctx context.Context, last, today day.Date) string {
	if last == "" || last >= today {
		return ""
	}
	return i18n.T(ctx, "org.tag.ended", i18n.Args{"day": last})
}
