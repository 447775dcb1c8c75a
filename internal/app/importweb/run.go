package importweb

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"time"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/sheet"
	"donghanh/internal/platform/web"
)

// runArgs is the job of checking or writing a file.
type runArgs struct{ File string }

// Kind names the job.
func (runArgs) Kind() string { return "import.run" }

// purgeArgs is the job of forgetting files.
type purgeArgs struct{}

// Kind names the job.
func (purgeArgs) Kind() string { return "import.purge" }

// keep is how long a file waits for its second word.
const keep = 24 * time.Hour

func purge(ctx context.Context, tx *db.Tx, _ purgeArgs) error {
	return dropBefore(ctx, tx, day.Machine()-keep.Microseconds())
}

// maxMessages is how many refusals a page shows; the file of refused rows has
// all.
const maxMessages = 200

// progress is how far this process is with a file.
type progress struct {
	done, refused int
	began         int64
}

// run checks or writes a file, for whoever sent it and in their language. What
// goes wrong is told on the page: the job itself has done its work. Where the
// node dies, another begins again; rows that were written change nothing.
func (p *Pages) run(ctx context.Context, args runArgs) error {
	var f file
	err := p.DB.Read(ctx, func(tx *db.Tx) (err error) {
		if f, err = fileByID(ctx, tx, args.File); err == nil {
			f.Content, err = contentOf(ctx, tx, args.File)
		}
		return err
	})
	if errs.Is(err, errs.NotFound) || (err == nil && !f.underWay()) {
		return nil // forgotten meanwhile, or done
	}
	if err != nil {
		return err
	}
	defer p.running.Delete(f.ID)
	f = p.work(ctx, f)
	return p.DB.Write(context.WithoutCancel(ctx), func(tx *db.Tx) error { return saveResult(ctx, tx, f) })
}

// work returns the file with what came out.
func (p *Pages) work(ctx context.Context, f file) file {
	ctx = i18n.With(ctx, p.Site.Words.Printer(i18n.Vi))
	actor, err := p.Site.Auth.ActorByID(ctx, f.Account)
	if err == nil {
		ctx = i18n.With(auth.With(ctx, actor), p.Site.Words.Printer(i18n.Lang(actor.Lang)))
		err = p.rows(ctx, &f)
	}
	if err == nil {
		return f
	}
	f.State, f.Fault = failed, i18n.T(ctx, "import.broken")
	if e := errs.Of(err); e.Kind != errs.Internal {
		f.Fault = web.Message(ctx, e)
	} else {
		p.Site.Log.ErrorContext(ctx, "import failed", "file", f.ID, "cause", err)
	}
	return f
}

func (p *Pages) rows(ctx context.Context, f *file) error {
	content, err := base64.StdEncoding.DecodeString(f.Content)
	if err != nil {
		return err
	}
	r, err := sheet.Open(bytes.NewReader(content), f.Name)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }() // it was only read
	began := day.Machine()
	tell := func(done, refused int) { p.running.Store(f.ID, progress{done, refused, began}) }
	tell(0, 0)
	opt := sheet.Options{
		DryRun: f.State == checking, AcceptValid: f.AcceptValid == 1,
		Words: func(e *errs.Error) string { return web.Message(ctx, e) },
	}
	var refused bytes.Buffer
	res, err := sheet.Run(ctx, p.DB, p.Kinds[f.Kind], r, opt, r.Refusals(&refused), tell)
	if err != nil {
		return err
	}
	return f.take(res, refused.Bytes())
}

// take keeps what came out. A file that turned bad between check and writing
// is one that was checked: nothing of it is written.
func (f *file) take(res sheet.Result, refused []byte) error {
	f.State = checked
	if res.Written {
		f.State = written
	}
	f.Refused = res.Refused
	f.Refusals = base64.StdEncoding.EncodeToString(refused)
	shown, err := json.Marshal(res.Messages[:min(len(res.Messages), maxMessages)])
	f.Messages = string(shown)
	return err
}
