package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/config"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/sheet"
	"donghanh/internal/platform/web"
	"donghanh/internal/target"
)

// importKinds are the files that can be imported (design.md §7).
func (a *App) importKinds() map[string]sheet.Kind {
	return map[string]sheet.Kind{
		"units":      {Name: "units", Columns: org.Columns(), Row: a.Org.ImportRow},
		"targets":    {Name: "targets", Columns: target.Columns(), Row: a.Target.ImportRow},
		"activities": {Name: "activities", Columns: a.Activity.Columns(), Row: a.Activity.ImportRow},
		"bank":       {Name: "bank", Columns: gameshow.BankColumns(), Row: a.Gameshow.ImportBankRow},
	}
}

type importCommand struct {
	Kind        string `arg:"" enum:"units,targets,activities,bank" help:"units, targets, activities or bank (questions of law)."`
	File        string `arg:"" type:"path" help:"CSV (UTF-8) or XLSX."`
	Account     string `help:"Account to import as; without it the program itself."`
	DryRun      bool   `help:"Check only; write nothing."`
	AcceptValid bool   `help:"Write the good rows even when others are refused."`
}

// Run imports a file: exit 0 all rows good, 1 rows refused, 2 could not run.
func (i *importCommand) Run(ctx context.Context, c *config.Config, out stdout, errOut stderr) error {
	a, err := Open(ctx, *c, logger(*c, errOut))
	if err != nil {
		return err
	}
	result, err := i.run(ctx, a, errOut)
	if err = errors.Join(err, a.DB.Close()); err != nil {
		return err
	}
	_, _ = fmt.Fprintln(out, summary(result)) // the work is done; nobody may be reading
	if result.Refused > 0 {
		return exit(1)
	}
	return nil
}

func summary(r sheet.Result) string {
	wrote := "chưa ghi gì"
	if r.Written {
		wrote = fmt.Sprintf("đã ghi %d dòng", r.Rows-r.Refused)
	}
	return fmt.Sprintf("%d dòng, %d bị từ chối, %s", r.Rows, r.Refused, wrote)
}

func (i *importCommand) run(ctx context.Context, a *App, errOut io.Writer) (sheet.Result, error) {
	actor := auth.System()
	if i.Account != "" {
		var err error
		if actor, err = a.Auth.ActorByName(ctx, i.Account); err != nil {
			return sheet.Result{}, err
		}
	}
	ctx = i18n.With(auth.With(ctx, actor), a.Words.Printer(i18n.Vi))
	f, err := os.Open(i.File)
	if err != nil {
		return sheet.Result{}, err
	}
	defer func() { _ = f.Close() }() // it was only read
	r, err := sheet.Open(f, i.File)
	if err != nil {
		return sheet.Result{}, err
	}
	defer func() { _ = r.Close() }()
	return i.rows(ctx, a, r, errOut)
}

// rows runs the import; refused rows go to FILE.refused.csv, to be corrected
// and sent again.
func (i *importCommand) rows(ctx context.Context, a *App, r *sheet.Reader, errOut io.Writer) (sheet.Result, error) {
	refused := &lazyFile{path: i.File + ".refused.csv"}
	refusals := r.Refusals(refused)
	opt := sheet.Options{DryRun: i.DryRun, AcceptValid: i.AcceptValid, Words: func(e *errs.Error) string { return web.Message(ctx, e) }}
	result, err := sheet.Run(ctx, a.DB, a.importKinds()[i.Kind], r, opt, refusals, func(int, int) {})
	if err = errors.Join(err, refusals.Flush(), refused.close(result.Refused > 0)); err != nil {
		return result, err
	}
	for _, m := range result.Messages {
		if _, err := fmt.Fprintf(errOut, "row %d, %s: %s\n", m.Line, cmp.Or(m.Column, "-"), m.Text); err != nil {
			return result, err
		}
	}
	return result, nil
}

// lazyFile makes its file at the first byte; an old one goes when no new one
// comes.
type lazyFile struct {
	path string
	f    *os.File
}

func (l *lazyFile) Write(b []byte) (n int, err error) {
	if l.f == nil {
		if l.f, err = os.OpenFile(l.path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600); err != nil {
			return 0, err
		}
	}
	return l.f.Write(b)
}

func (l *lazyFile) close(wanted bool) error {
	if l.f != nil {
		return l.f.Close()
	}
	if wanted {
		return nil
	}
	if err := os.Remove(l.path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
