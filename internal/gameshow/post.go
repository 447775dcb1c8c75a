package gameshow

import (
	"context"
	"strconv"
	"strings"

	"donghanh/internal/activity"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// outreach is the kind of work a game becomes, and its channel
// (catalogue/kinds/outreach.toml).
const outreach, channel = "outreach", "gameshow"

// Posting is a game on its way to becoming a record of work. How many were
// reached is counted, not typed.
type Posting struct {
	ID      string // made by the form, so that a double click records once
	Subject string // empty: the show's title
	Invited int64  // people who should have been reached
	Address string // of the game's results, for the record's note
	Reason  string // asked for when the day lies in a signed period
}

// Post records a game as outreach of its unit, in one transaction with what says
// that it was: a game counts once, a rehearsal never. It returns the record's id;
// again with the same id, that of the first time.
func (s *Service) Post(ctx context.Context, game string, p Posting) (record string, err error) {
	defer errs.Wrap(&err, "gameshow.Post(%s)", game)
	err = s.DB.Write(ctx, func(tx *db.Tx) error {
		g, err := s.hosted(ctx, tx, game)
		if err != nil {
			return err
		}
		if record = g.Posted; record != "" && record == p.ID {
			return nil // a double click
		}
		record, err = s.post(ctx, tx, g, p)
		return err
	})
	return record, err
}

func (s *Service) post(ctx context.Context, tx *db.Tx, g Game, p Posting) (string, error) {
	r := Results{Game: g}
	err := mayCount(g)
	if err != nil {
		return "", err
	}
	if r.Live, err = load(ctx, tx, g); err != nil {
		return "", err
	}
	if err := s.fill(ctx, tx, &r); err != nil {
		return "", err
	}
	draft, err := r.draft(p)
	if err != nil {
		return "", err
	}
	rec, err := s.Activity.RecordIn(ctx, tx, draft)
	if err != nil {
		return "", err
	}
	if err := markPosted(ctx, tx, g.ID, rec.ID); err != nil {
		return "", err
	}
	return rec.ID, note(ctx, tx, "gameshow.post", g.ID, g.Unit)
}

// mayCount refuses a game that becomes no record.
func mayCount(g Game) error {
	switch {
	case g.Rehearsal:
		return errs.New(errs.Conflict, "gameshow.result.rehearsed")
	case g.EndedAt == nil:
		return errs.New(errs.Conflict, "gameshow.result.on")
	case g.Posted != "":
		return errs.New(errs.Conflict, "gameshow.result.posted")
	}
	return nil
}

// draft is the record of a game.
func (r Results) draft(p Posting) (d activity.Draft, err error) {
	reached := int64(r.Live.Tally().Reached)
	switch {
	case reached == 0:
		return d, errs.New(errs.Conflict, "gameshow.result.nobody")
	case p.Invited < reached:
		return d, errs.At("reach_invited", "gameshow.result.invited", errs.Args{"reached": reached})
	}
	subject := strings.TrimSpace(p.Subject)
	if subject == "" {
		subject = r.Show.Title
	}
	return activity.Draft{
		ID: p.ID, Kind: outreach, Unit: r.Unit.Code, Day: r.On, Note: "Kết quả trò chơi: " + p.Address, Reason: p.Reason, Fields: activity.Fields{
			"subject": subject, "channel": channel, "sessions": "1",
			"reach_invited": strconv.FormatInt(p.Invited, 10), "reached": strconv.FormatInt(reached, 10),
		},
	}, nil
}

func markPosted(ctx context.Context, tx *db.Tx, game, record string) error {
	_, err := tx.Exec(ctx, `/* gameshow.markPosted */ UPDATE gameshow_game SET posted = $2 WHERE id = $1`, game, record)
	return err
}
