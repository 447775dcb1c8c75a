package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/config"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/web"

	"github.com/alecthomas/kong"
)

// commands is the command line (design.md §7).
type commands struct {
	config.Config
	Demo    demoCommand    `cmd:"" help:"Start the demo: the year 2023 of LĐLĐ quận Ba Đình and LĐLĐ quận Bình Tân."`
	Serve   serveCommand   `cmd:"" help:"Start the server."`
	Token   tokenCommand   `cmd:"" help:"API tokens."`
	Import  importCommand  `cmd:"" help:"Import units, targets or activities from CSV or XLSX."`
	Verify  verifyCommand  `cmd:"" help:"Check that all sums agree with their records."`
	Backup  backupCommand  `cmd:"" help:"Write all data to one file."`
	Restore restoreCommand `cmd:"" help:"Read all data from a backup into an empty database."`
	Bench   benchCommand   `cmd:"" help:"Measure the program from outside."`
}

// exit is a command's own exit code; its message has been printed.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit %d", int(e)) }

// Run runs the command line and returns the exit code: 0 done, 1 something was
// refused or does not agree, 2 could not run.
func Run(args []string, out, errOut io.Writer) int {
	var c commands
	parser, err := kong.New(&c, kong.Name("donghanh"), kong.Description("Đồng Hành: phần mềm cho công việc công đoàn."),
		kong.Writers(out, errOut), kong.UsageOnError(), kong.BindTo(out, (*stdout)(nil)), kong.BindTo(errOut, (*stderr)(nil)))
	if err != nil {
		_, _ = fmt.Fprintln(errOut, err)
		return 2
	}
	command, err := parser.Parse(args)
	if err != nil {
		_, _ = fmt.Fprintln(errOut, "donghanh:", err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	command.BindTo(ctx, (*context.Context)(nil))
	return exitCode(command.Run(&c.Config), errOut)
}

// stdout and stderr tell the two writers of a command apart.
type (
	stdout interface{ io.Writer }
	stderr interface{ io.Writer }
)

func exitCode(err error, errOut io.Writer) int {
	var code exit
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	}
	_, _ = fmt.Fprintln(errOut, "donghanh:", explain(err))
	return 2
}

// explain says an error in words where there are some.
func explain(err error) string {
	e := errs.Of(err)
	words, loadErr := i18n.Load()
	if e.Kind == errs.Internal || loadErr != nil {
		return err.Error()
	}
	return web.Message(i18n.With(context.Background(), words.Printer(i18n.Vi)), e)
}

func logger(c config.Config, w io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // kong lets only known levels through
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: level}))
}

// checkToday refuses a --today that is no day.
func checkToday(c *config.Config) error {
	if c.Today == "" {
		return nil
	}
	_, err := day.Parse(c.Today)
	return err
}

type demoCommand struct {
	Listen string `help:"Address to listen on." default:"127.0.0.1:8080" env:"DONGHANH_LISTEN"`
	Fresh  bool   `help:"Build the world anew."`
}

// Run builds the demo's world once, keeps it, and serves it.
func (d *demoCommand) Run(ctx context.Context, c *config.Config, out stdout, errOut stderr) error {
	if err := checkToday(c); err != nil {
		return err
	}
	if c.Data == "" && c.DB == "" && c.DBFile == "" {
		c.Data = "donghanh-demo"
	}
	if err := d.clear(ctx, c); err != nil {
		return err
	}
	a, err := Open(ctx, *c, logger(*c, errOut))
	if err != nil {
		return err
	}
	a.demo.Store(true)
	today := DemoDay
	if c.Today != "" {
		today = day.Date(c.Today)
	}
	return a.Serve(ctx, d.Listen, func(addr string) {
		go func() { announce(a.BuildDemo(ctx, today, progressTo(out)), addr, out, errOut) }()
	})
}

// clear takes the old world away: all of it with --fresh, and one whose
// building was interrupted. Data that are no demo's are never touched; a
// database without anybody in it is nobody's.
func (d *demoCommand) clear(ctx context.Context, c *config.Config) error {
	if c.Data == "" {
		if d.Fresh {
			return errors.New("--fresh is for a folder; name an empty database instead")
		}
		return nil
	}
	if _, err := os.Stat(c.SQLite()); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	have, err := worldIn(ctx, c)
	if err != nil {
		return err
	}
	if !have.demo && !have.empty && d.Fresh {
		return errs.New(errs.Conflict, "demo.notfresh")
	}
	if !have.demo || (have.whole && !d.Fresh) {
		return nil
	}
	for _, end := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(c.SQLite() + end); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// held is what a folder holds: a demo, with a whole world or not, or nobody yet.
type held struct{ demo, whole, empty bool }

func worldIn(ctx context.Context, c *config.Config) (h held, err error) {
	a, err := Open(ctx, *c, slog.New(slog.DiscardHandler))
	if err != nil {
		return h, err
	}
	world, err := a.setting(ctx, settingWorld)
	h.demo, h.whole = a.demo.Load(), world != ""
	if err == nil {
		h.empty, err = a.empty(ctx)
	}
	return h, errors.Join(err, a.DB.Close())
}

// empty tells that there is neither an account nor a unit.
func (a *App) empty(ctx context.Context) (bool, error) {
	fresh, err := a.Auth.Fresh(ctx)
	if err != nil || !fresh {
		return false, err
	}
	units, err := a.Org.Tops(auth.With(ctx, auth.System()))
	return len(units) == 0, err
}

func progressTo(out io.Writer) func(done, total int, what string) {
	last := time.Time{}
	return func(done, total int, what string) {
		if now := machine(); done == total || now.Sub(last) > 500*time.Millisecond {
			last = now
			_, _ = fmt.Fprintf(out, "Dựng dữ liệu: %d/%d, %s\n", done, total, what)
		}
	}
}

func announce(err error, addr string, out, errOut io.Writer) {
	if err != nil {
		_, _ = fmt.Fprintln(errOut, "donghanh:", explain(err))
		_ = syscall.Kill(os.Getpid(), syscall.SIGTERM) // nothing to show: stop as if asked to
		return
	}
	_, _ = fmt.Fprintf(out, `
Đồng Hành đã sẵn sàng: http://%s
  Tài khoản: admin; hn, hn-chair, badinh, badinh-chair, badinh-0001, badinh-0002;
    hcm, binhtan, binhtan-chair, binhtan-0001; sontay, longbien, q1 (-chair)
  Mật khẩu chung: %s
Dừng bằng Ctrl+C.
`, strings.Replace(addr, "[::]", "127.0.0.1", 1), DemoPassword)
}

type serveCommand struct {
	Listen string `help:"Address to listen on." default:"127.0.0.1:8080" env:"DONGHANH_LISTEN"`
}

// Run serves until it is told to stop.
func (s *serveCommand) Run(ctx context.Context, c *config.Config, out stdout, errOut stderr) error {
	if err := checkToday(c); err != nil {
		return err
	}
	a, err := Open(ctx, *c, logger(*c, errOut))
	if err != nil {
		return err
	}
	return a.Serve(ctx, s.Listen, func(addr string) {
		_, _ = fmt.Fprintf(out, "Đồng Hành: http://%s\n", addr)
	})
}

type tokenCommand struct {
	Create struct {
		Account string `required:"" help:"Log-in name of the account the token acts as."`
	} `cmd:"" help:"Make a token; it is printed once and kept nowhere."`
}

// Run prints a new token and nothing else.
func (t *tokenCommand) Run(ctx context.Context, c *config.Config, out stdout, errOut stderr) error {
	a, err := Open(ctx, *c, logger(*c, errOut))
	if err != nil {
		return err
	}
	token, err := a.Auth.TokenFor(ctx, t.Create.Account)
	if err == nil {
		_, err = fmt.Fprintln(out, token)
	}
	return errors.Join(err, a.DB.Close())
}

type verifyCommand struct{}

// Run prints a line for each thing that does not agree.
func (v *verifyCommand) Run(ctx context.Context, c *config.Config, out stdout, errOut stderr) error {
	a, err := Open(ctx, *c, logger(*c, errOut))
	if err != nil {
		return err
	}
	faults, err := a.Verify(ctx, out)
	if err = errors.Join(err, a.DB.Close()); err != nil {
		return err
	}
	if faults > 0 {
		return exit(1)
	}
	return nil
}
