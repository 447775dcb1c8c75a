// Package importweb takes tables officers send: a file is checked first and
// nothing of it written, then its good rows are written on a second word. Both
// run as jobs, so that a long file can be left and come back to.
package importweb

import (
	"net/http"
	"sync"
	"time"

	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/job"
	"donghanh/internal/platform/sheet"
	"donghanh/internal/platform/web"
)

// Pages has the handlers of this package and the work behind them.
type Pages struct {
	Site    *web.Site
	DB      *db.DB
	Kinds   map[string]sheet.Kind // by name
	Workers *job.Workers          // Routes adds the import's workers, before a Runner has them

	running sync.Map // id of a file → progress, while this process works on it
}

// order is that of the tabs; a world is built in it.
var order = [...]string{"units", "targets", "activities", "bank"}

// Routes are the pages' addresses. Each row asks for its own permission, so
// whoever is signed in may send a file.
func (p *Pages) Routes() []web.Route {
	if p.Workers != nil && !p.Workers.Knows(runArgs{}) {
		job.RegisterOutside(p.Workers, p.run)
		job.Register(p.Workers, purge)
		p.Workers.Every("import.purge", time.Hour, purgeArgs{})
	}
	return []web.Route{
		{Pattern: "GET /import/{kind}", Need: web.SignedIn, Do: p.begin},
		{Pattern: "POST /import/{kind}", Need: web.SignedIn, Do: p.send},
		{Pattern: "GET /import/{kind}/sample.csv", Need: web.SignedIn, Do: p.sample},
		{Pattern: "GET /import/{kind}/{id}", Need: web.SignedIn, Do: p.show},
		{Pattern: "POST /import/{kind}/{id}", Need: web.SignedIn, Do: p.accept},
		{Pattern: "GET /import/{kind}/{id}/refused.csv", Need: web.SignedIn, Do: p.refusals},
	}
}

// kindOf is the kind in the address.
func (p *Pages) kindOf(r *http.Request) (sheet.Kind, error) {
	k, known := p.Kinds[r.PathValue("kind")]
	if !known {
		return k, errs.New(errs.NotFound, "error.notfound")
	}
	return k, nil
}

// fileOf reads the file in the address, if the actor has sent it.
func (p *Pages) fileOf(r *http.Request) (f file, err error) {
	k, err := p.kindOf(r)
	if err != nil {
		return f, err
	}
	err = p.DB.Read(r.Context(), func(tx *db.Tx) error {
		f, err = fileByID(r.Context(), tx, r.PathValue("id"))
		return err
	})
	if err == nil && (f.Account != web.Me(r).Account || f.Kind != k.Name) {
		err = errs.New(errs.NotFound, "error.notfound")
	}
	return f, err
}
