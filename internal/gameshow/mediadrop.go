package gameshow

import (
	"context"
	"encoding/json"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// WithdrawMedia takes a clip or picture from a show. One a question names is a
// Conflict. What no game has begun with is gone; the rest stays for the games
// that play it, and nobody can choose it any more.
func (s *Service) WithdrawMedia(ctx context.Context, show, id string) (err error) {
	defer errs.Wrap(&err, "gameshow.WithdrawMedia(%s)", id)
	return s.DB.Write(ctx, func(tx *db.Tx) error {
		if err := tx.LockExclusive(ctx, mediaLock(show)); err != nil {
			return err
		}
		saved, err := s.hostedShow(ctx, tx, show)
		if err != nil {
			return err
		}
		m, err := mediaByID(ctx, tx, show, id)
		if err != nil || m.WithdrawnAt != nil {
			return err
		}
		if err := saved.plays(id); err != nil {
			return err
		}
		if err := s.dropMedia(ctx, tx, m); err != nil {
			return err
		}
		return note(ctx, tx, "gameshow.media.remove", show, saved.Unit)
	})
}

// plays refuses media a question names.
func (s Saved) plays(id string) error {
	var show Show
	if err := json.Unmarshal([]byte(s.Data), &show); err != nil {
		return err
	}
	if no := show.Plays()[id]; no > 0 {
		return errs.New(errs.Conflict, "gameshow.media.used", errs.Args{"no": no})
	}
	return nil
}

func (s *Service) dropMedia(ctx context.Context, tx *db.Tx, m Media) error {
	played, err := isPlayed(ctx, tx, m)
	if err != nil {
		return err
	}
	if played {
		return withdrawMedia(ctx, tx, m.ID)
	}
	return deleteMedia(ctx, tx, m.ID) // its file is purged after a day
}

// UsedFiles tells which of some files are clips or pictures of shows: for the
// purge of files nothing uses.
func (s *Service) UsedFiles(ctx context.Context, tx *db.Tx, ids []string) (used []string, err error) {
	err = tx.Select(ctx, &used, `/* gameshow.UsedFiles */ SELECT DISTINCT blob FROM gameshow_media WHERE blob IN (`+db.In(1, len(ids))+`)`, db.Anys(ids)...)
	return used, err
}
