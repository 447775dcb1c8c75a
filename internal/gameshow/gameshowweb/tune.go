package gameshowweb

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/sound"
)

// sound is what a question plays, once it was asked and not before: its address
// has a number and no name, and neither has what is sent.
func (p *Pages) sound(w http.ResponseWriter, r *http.Request) error {
	no, err := askedNo(r)
	if err != nil {
		return err
	}
	q, err := p.Show.AskedQuestion(r.Context(), r.PathValue("game"), no)
	if err != nil {
		return err
	}
	if q.Clip != "" {
		i, err := p.Show.AskedFile(r.Context(), r.PathValue("game"), no, gameshow.ClipKind)
		if err != nil {
			return err
		}
		store := blob.Store{DB: p.Show.DB}
		serveMedia(w, r, i.Media, store.Open(r.Context(), i))
		return nil
	}
	t, from, to, ok := tuneOf(p.Tunes, q)
	if !ok {
		return errs.New(errs.NotFound, "error.notfound")
	}
	wav, err := p.shelf.get(fmt.Sprintf("tune %s %d %d", t.ID, from, to), func() ([]byte, error) { return gameshow.WAV(t.Render(from, to)), nil })
	if err != nil {
		return err
	}
	serveMedia(w, r, sound.WAV, bytes.NewReader(wav))
	return nil
}

// picture is what a question shows, likewise. A whole hall fetches it at once.
func (p *Pages) picture(w http.ResponseWriter, r *http.Request) error {
	no, err := askedNo(r)
	if err != nil {
		return err
	}
	i, err := p.Show.AskedFile(r.Context(), r.PathValue("game"), no, gameshow.PictureKind)
	if err != nil {
		return err
	}
	data, err := p.shelf.get("picture "+i.ID, func() ([]byte, error) { return p.read(context.WithoutCancel(r.Context()), i.ID) })
	if err != nil {
		return err
	}
	serveMedia(w, r, i.Media, bytes.NewReader(data))
	return nil
}

// read is the whole of a file. It is read for all who wait for it, whoever of
// them leaves.
func (p *Pages) read(ctx context.Context, file string) (data []byte, err error) {
	err = p.Show.DB.Read(ctx, func(tx *db.Tx) error {
		data, err = blob.Read(ctx, tx, file)
		return err
	})
	return data, err
}

// serveMedia sends what is heard or seen, in parts if asked (Safari asks for parts),
// under no name, and as nothing but what it is.
func serveMedia(w http.ResponseWriter, r *http.Request, media string, content io.ReadSeeker) {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "private, max-age=3600")
	http.ServeContent(w, r, "", time.Time{}, content)
}

// askedNo is the number of a question, from 0, as an address has it.
func askedNo(r *http.Request) (int, error) {
	no, err := strconv.Atoi(r.PathValue("question"))
	if err != nil {
		return 0, errs.New(errs.NotFound, "error.notfound")
	}
	return no, nil
}

// tuneOf is the tune a question plays and which of its notes; false when it
// plays none, or one there is not, or a clip instead.
func tuneOf(tunes []gameshow.Tune, q gameshow.Question) (t gameshow.Tune, from, to int, ok bool) {
	i := slices.IndexFunc(tunes, func(t gameshow.Tune) bool { return t.ID == q.Tune && q.Clip == "" })
	if i < 0 {
		return t, 0, 0, false
	}
	t, from, to = tunes[i], q.From, q.To
	if to == 0 {
		to = len(t.Notes)
	}
	return t, from, to, from >= 0 && from < to && to <= len(t.Notes)
}
