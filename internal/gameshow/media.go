package gameshow

import (
	"context"
	"fmt"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// MediaKind is what was uploaded.
type MediaKind string

const (
	ClipKind    MediaKind = "clip"
	PictureKind MediaKind = "picture"
)

// Media is a clip or a picture a host has uploaded for a show. A question names
// it by its id (Question.Clip, Question.Picture).
type Media struct {
	ID          string    `db:"id"`
	Show        string    `db:"show"` // id
	Kind        MediaKind `db:"kind"`
	Title       string    `db:"title"`
	Singer      string    `db:"singer"` // of a clip; may be empty
	Rights      string    `db:"rights"` // who has the rights in it, or why it may be played
	Blob        string    `db:"blob"`   // id of the file
	Millis      int64     `db:"millis"` // how long a clip is
	Recorder    string    `db:"recorder"`
	RecordedAt  int64     `db:"recorded_at"`
	WithdrawnAt *int64    `db:"withdrawn_at"`
}

// hostedShow is a show for whoever may hold games of its unit.
func (s *Service) hostedShow(ctx context.Context, tx *db.Tx, id string) (Saved, error) {
	saved, err := showByID(ctx, tx, id)
	if err != nil {
		return saved, err
	}
	return saved, s.Org.Guard.Need(ctx, tx, Host, Read, saved.Unit)
}

// mediaLock is what whoever changes the media of a show holds.
func mediaLock(show string) string { return "gameshow media " + show }

// MediaOf lists the clips and pictures of a show that were not withdrawn, as
// they came, for whoever may hold games of its unit: titles are answers.
func (s *Service) MediaOf(ctx context.Context, show string) (out []Media, err error) {
	defer errs.Wrap(&err, "gameshow.MediaOf(%s)", show)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.hostedShow(ctx, tx, show); err != nil {
			return err
		}
		out, err = standingMedia(ctx, tx, show)
		return err
	})
	return out, err
}

// MediaFile is the file of a clip or picture, for its host to hear or see; of a
// picture with its preview.
func (s *Service) MediaFile(ctx context.Context, show, id string) (i blob.Info, preview []byte, err error) {
	defer errs.Wrap(&err, "gameshow.MediaFile(%s)", id)
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.hostedShow(ctx, tx, show); err != nil {
			return err
		}
		m, err := mediaByID(ctx, tx, show, id)
		if err != nil {
			return err
		}
		if i, err = blob.Get(ctx, tx, m.Blob); err != nil || !i.Picture() {
			return err
		}
		preview, err = blob.Preview(ctx, tx, i.ID)
		return err
	})
	return i, preview, err
}

// AskedFile is the file of the clip or picture a question of a game plays, once
// it was asked and not before, for whoever plays: also one that was withdrawn
// since the game began.
func (s *Service) AskedFile(ctx context.Context, game string, no int, kind MediaKind) (i blob.Info, err error) {
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		g, q, err := askedQuestion(ctx, tx, game, no)
		if err != nil {
			return err
		}
		m, err := mediaByID(ctx, tx, g.Show, q.media(kind))
		if err != nil {
			return err
		}
		i, err = blob.Get(ctx, tx, m.Blob)
		return err
	})
	return i, err
}

// media is the id of the clip or picture a question plays.
func (q Question) media(kind MediaKind) string {
	if kind == ClipKind {
		return q.Clip
	}
	return q.Picture
}

// mediaAt is where the questions of a show name media, and which.
func (s Show) mediaAt(do func(field string, no int, kind MediaKind, id string)) {
	no := 0
	for i, r := range s.Rounds {
		for j, q := range r.Questions {
			no++
			for _, kind := range []MediaKind{ClipKind, PictureKind} {
				if id := q.media(kind); id != "" {
					do(fmt.Sprintf("round_%d_question_%d.%s", i+1, j+1, kind), no, kind, id)
				}
			}
		}
	}
}

// Plays tells by the id of media which question names it first, from 1.
func (s Show) Plays() map[string]int {
	out := map[string]int{}
	s.mediaAt(func(_ string, no int, _ MediaKind, id string) {
		if out[id] == 0 {
			out[id] = no
		}
	})
	return out
}

// checkMedia wants what the questions play to be there and the show's own.
func checkMedia(ctx context.Context, tx *db.Tx, id string, show Show) error {
	all, err := standingMedia(ctx, tx, id)
	if err != nil {
		return err
	}
	own := map[string]MediaKind{}
	for _, m := range all {
		own[m.ID] = m.Kind
	}
	var faults errs.List
	show.mediaAt(func(field string, _ int, kind MediaKind, id string) {
		if own[id] != kind {
			faults.Add(errs.At(field, "gameshow.media.gone"))
		}
	})
	return faults.Err()
}
