package gameshowweb

import (
	"bytes"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
)

// tune plays some notes of a melody as a file: /tunes/co-la.wav?from=0&to=12.
// The melodies are nobody's, so anybody may hear them. The name says nothing to
// who does not know the songs; the screen of a hall is the host's to show.
func (p *Pages) tune(w http.ResponseWriter, r *http.Request) error {
	id, wav := strings.CutSuffix(r.PathValue("file"), ".wav")
	i := slices.IndexFunc(p.Tunes, func(t gameshow.Tune) bool { return t.ID == id })
	if i < 0 || !wav {
		return errs.New(errs.NotFound, "error.notfound")
	}
	t := p.Tunes[i]
	from, to := noteOf(r, "from", 0), noteOf(r, "to", len(t.Notes))
	if from < 0 || from >= to || to > len(t.Notes) {
		return errs.New(errs.NotFound, "error.notfound")
	}
	w.Header().Set("Content-Type", "audio/wav")
	w.Header().Set("Cache-Control", "public, max-age=86400")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(gameshow.WAV(t.Render(from, to)))) // with ranges: Safari asks for them
	return nil
}

func noteOf(r *http.Request, name string, usual int) int {
	if n, err := strconv.Atoi(r.URL.Query().Get(name)); err == nil {
		return n
	}
	return usual
}
