package gameshow

import (
	"context"
	"strings"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/sound"
)

// NewClip is a clip to be kept with a show.
type NewClip struct {
	ID     string // of the act that brings it: brought twice it is kept once; empty: a new one
	Title  string
	Singer string
	Rights string
	Sound  sound.Sound // without data: no file came
	Change sound.Change
}

// NewPicture is a picture to be kept with a show.
type NewPicture struct {
	ID, Title, Rights string
	Image             *blob.Content // nil: no file came
}

// mostMedia is how many clips and pictures a show may have: one for each of its
// questions, and some to spare.
const mostMedia, maxRights = 300, 500

// AddClip keeps a clip, cut and made even as told. Refusals stand at title,
// singer, rights, file, from, to and even.
func (s *Service) AddClip(ctx context.Context, show string, c NewClip) (m Media, err error) {
	defer errs.Wrap(&err, "gameshow.AddClip(%s)", show)
	m = Media{ID: c.ID, Show: show, Kind: ClipKind, Title: c.Title, Singer: c.Singer, Rights: c.Rights}
	there, err := s.mayAdd(ctx, &m)
	if err != nil || there {
		return m, err
	}
	faults := m.check(c.Sound.Data != nil)
	if s.Sound == nil && !c.Change.Nothing() {
		faults.Add(errs.At(c.asks(), "sound.tool.none"))
	}
	if err := faults.Err(); err != nil {
		return m, err
	}
	if !c.Change.Nothing() {
		if c.Sound, err = s.Sound.Do(ctx, c.Sound, c.Change); err != nil {
			return m, errs.Renamed(err, "", c.asks())
		}
	}
	m.Millis = c.Sound.Millis
	return s.addMedia(ctx, m, blob.FromSound(m.Title, c.Sound))
}

// asks is the field by which the tool was asked for.
func (c NewClip) asks() string {
	if c.Change.Even {
		return "even"
	}
	return "from"
}

// AddPicture keeps a picture. Refusals stand at title, rights and file.
func (s *Service) AddPicture(ctx context.Context, show string, p NewPicture) (m Media, err error) {
	defer errs.Wrap(&err, "gameshow.AddPicture(%s)", show)
	m = Media{ID: p.ID, Show: show, Kind: PictureKind, Title: p.Title, Rights: p.Rights}
	there, err := s.mayAdd(ctx, &m)
	if err != nil || there {
		return m, err
	}
	faults := m.check(p.Image != nil)
	if err := faults.Err(); err != nil {
		return m, err
	}
	return s.addMedia(ctx, m, p.Image)
}

// mayAdd refuses whoever may not, before work is done on a file; of a second
// click it tells that all is there.
func (s *Service) mayAdd(ctx context.Context, m *Media) (there bool, err error) {
	if m.ID == "" {
		m.ID = db.NewID()
	}
	err = s.DB.Read(ctx, func(tx *db.Tx) error {
		if _, err := s.hostedShow(ctx, tx, m.Show); err != nil {
			return err
		}
		there, err = isMedia(ctx, tx, m)
		return err
	})
	return there, err
}

// isMedia tells whether media are there already, and reads them.
func isMedia(ctx context.Context, tx *db.Tx, m *Media) (bool, error) {
	old, err := mediaByID(ctx, tx, m.Show, m.ID)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	if err == nil {
		*m = old
	}
	return err == nil, err
}

// check gathers what is wrong with what was written, and tidies it.
func (m *Media) check(file bool) (faults errs.List) {
	for _, text := range []*string{&m.Title, &m.Singer, &m.Rights} {
		*text = strings.Join(strings.Fields(*text), " ")
	}
	short(&faults, "title", m.Title, maxTitle)
	if len([]rune(m.Singer)) > maxTitle {
		faults.Add(errs.At("singer", "error.text.long", errs.Args{"max": maxTitle}))
	}
	short(&faults, "rights", m.Rights, maxRights)
	if !file {
		faults.Add(errs.At("file", "gameshow.media.nofile"))
	}
	return faults
}

func (s *Service) addMedia(ctx context.Context, m Media, file *blob.Content) (Media, error) {
	err := s.DB.Write(ctx, func(tx *db.Tx) error {
		saved, err := s.hostedShow(ctx, tx, m.Show)
		if err != nil {
			return err
		}
		if err := tx.LockExclusive(ctx, mediaLock(m.Show)); err != nil {
			return err
		}
		if there, err := isMedia(ctx, tx, &m); err != nil || there { // the other click of two
			return err
		}
		if err := putMedia(ctx, tx, &m, file); err != nil {
			return err
		}
		return note(ctx, tx, "gameshow.media.add", m.Show, saved.Unit)
	})
	return m, err
}

func putMedia(ctx context.Context, tx *db.Tx, m *Media, file *blob.Content) error {
	n, err := countMedia(ctx, tx, m.Show)
	if err != nil {
		return err
	}
	if n >= mostMedia {
		return errs.At("file", "gameshow.media.many", errs.Args{"max": mostMedia})
	}
	info, err := blob.Put(ctx, tx, file)
	if err != nil {
		return err
	}
	m.Blob, m.Recorder, m.RecordedAt = info.ID, actor(ctx), tx.Now()
	return insertMedia(ctx, tx, *m)
}
