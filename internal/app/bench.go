package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"

	"donghanh/internal/app/showbench"
	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/config"
)

// benchCommand measures the program from outside.
type benchCommand struct {
	Gameshow gameshowBench `cmd:"" help:"Play a show with as many phones as you like, and count every answer."`
	Echo     echoCommand   `cmd:"" hidden:"" help:"A server of bare lines, to compare with."`
}

// gameshowBench is `donghanh bench gameshow`. Without --url it starts a server of
// its own, on SQLite in a folder that is thrown away, and leads the game itself;
// with --url and --pin it plays in a game that somebody else leads.
type gameshowBench struct {
	Players   int           `help:"How many phones." default:"2000"`
	Questions int           `help:"How many questions, where the game is its own." default:"5"`
	Spread    time.Duration `help:"Over how long answers come after a question is shown." default:"1s"`
	URL       string        `help:"Address of a program that runs, instead of one of its own." name:"url" placeholder:"URL"`
	PIN       string        `help:"Number of a game there." name:"pin" placeholder:"PIN"`
}

// Run plays and prints; the last line is the summary. It fails when an answer
// was lost or counted twice.
func (b *gameshowBench) Run(ctx context.Context, out stdout) error {
	if (b.URL == "") != (b.PIN == "") {
		return errors.New("--url and --pin go together")
	}
	if b.URL != "" {
		h := &showbench.Hall{URL: strings.TrimSuffix(b.URL, "/"), PIN: b.PIN, Players: b.Players, Spread: b.Spread}
		if err := h.Fill(ctx); err != nil {
			return err
		}
		h.Play(ctx)
		return conclude(out, h.Result(), "")
	}
	return b.own(ctx, out)
}

// conclude prints the summary.
func conclude(out io.Writer, r showbench.Result, more string) error {
	_, err := fmt.Fprintf(out, "shown:        %s\nacknowledged: %s\n%s%s\n", r.ShownTimes, r.Acknowledges, more, r.Line())
	if err == nil && (r.Lost > 0 || r.Doubled > 0) {
		return exit(1)
	}
	return err
}

// own measures bare lines first, then plays a game on a server of its own.
func (b *gameshowBench) own(ctx context.Context, out io.Writer) (err error) {
	dir, err := os.MkdirTemp("", "donghanh-bench")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	echo, err := child(ctx, "bench", "echo", "--listen", "127.0.0.1:0")
	if err != nil {
		return err
	}
	shown, acked, err := showbench.Echo(ctx, echo.url, b.Players, b.Questions, b.Spread)
	if err = errors.Join(err, echo.stop()); err != nil {
		return err
	}
	g, token, err := b.world(ctx, dir)
	if err != nil {
		return err
	}
	server, err := child(ctx, "serve", "--data", dir, "--listen", "127.0.0.1:0", "--log", "warn")
	if err != nil {
		return err
	}
	h := &showbench.Hall{URL: server.url, PIN: g.PIN, Players: b.Players, Spread: b.Spread}
	if err := h.Fill(ctx); err != nil {
		return errors.Join(err, server.stop())
	}
	lead := make(chan error, 1)
	go func() { lead <- b.lead(ctx, h, g, token) }()
	h.Play(ctx)
	memory := server.memory()
	if err := errors.Join(<-lead, server.stop()); err != nil {
		return err
	}
	more := fmt.Sprintf("bare lines:   shown %s; acknowledged %s\nmemory:       %d MB at most\n", shown, acked, memory)
	return conclude(out, h.Result(), more)
}

// world makes a federation with a show and a game that waits for players.
func (b *gameshowBench) world(ctx context.Context, dir string) (g gameshow.Game, token string, err error) {
	a, err := Open(ctx, config.Config{Data: dir}, logger(config.Config{LogLevel: "error"}, io.Discard))
	if err != nil {
		return g, "", err
	}
	defer func() { err = errors.Join(err, a.DB.Close()) }()
	ctx = auth.With(ctx, auth.System())
	if err := a.Auth.Create(ctx, auth.NewAccount{Name: "bench", Display: "Đo tải", Password: "dong-hanh-bench", Role: auth.Admin, Unit: auth.Everywhere}); err != nil {
		return g, "", err
	}
	if token, err = a.Auth.TokenFor(ctx, "bench"); err != nil {
		return g, "", err
	}
	if _, err := a.Org.Found(ctx, org.Founding{Code: "TLD", Name: "Tổng Liên đoàn", Kind: "confederation"}); err != nil {
		return g, "", err
	}
	saved, err := a.Gameshow.SaveShow(ctx, "", "TLD", 0, b.show())
	if err != nil {
		return g, "", err
	}
	g, err = a.Gameshow.Start(ctx, saved.ID, true)
	return g, token, err
}

// show is questions of four options with time enough.
func (b *gameshowBench) show() gameshow.Show {
	round := gameshow.Round{Kind: gameshow.Law, Title: "Đo tải"}
	for i := range b.Questions {
		round.Questions = append(round.Questions, gameshow.Question{
			Kind: gameshow.One, Ask: fmt.Sprintf("Câu %d: phương án nào đúng?", i+1), Seconds: 60, Points: 1000,
			Options: []gameshow.Option{{Text: "Phương án một", Right: true}, {Text: "Phương án hai"}, {Text: "Phương án ba"}, {Text: "Phương án bốn"}},
		})
	}
	return gameshow.Show{Title: "Đo tải", Scoring: gameshow.BySpeed, Streaks: true, Rounds: []gameshow.Round{round}}
}

// lead asks one question after the other, as a host's buttons do.
func (b *gameshowBench) lead(ctx context.Context, h *showbench.Hall, g gameshow.Game, token string) error {
	do := func(form url.Values) error { return press(ctx, h.URL+"/games/"+g.ID+"/do", token, form) }
	for q := range b.Questions {
		time.Sleep(500 * time.Millisecond) // until all have seen the answer before
		h.Asking()
		if err := do(url.Values{"act": {"next"}, "question": {strconv.Itoa(q)}}); err != nil {
			return err
		}
		time.Sleep(b.Spread + 2*time.Second)
		if err := do(url.Values{"act": {"shut"}, "question": {strconv.Itoa(q)}}); err != nil {
			return err
		}
	}
	time.Sleep(time.Second)
	return do(url.Values{"act": {"end"}})
}

func press(ctx context.Context, address, token string, form url.Values) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode >= 300 {
		said, _ := io.ReadAll(io.LimitReader(resp.Body, 500))
		return fmt.Errorf("the host's button: %s %s", resp.Status, said)
	}
	return nil
}

// process is this program in a process of its own.
type process struct {
	cmd *exec.Cmd
	url string
}

var listens = regexp.MustCompile(`http://\S+`)

// child starts this program with other arguments and waits for its address.
func child(ctx context.Context, args ...string) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &process{cmd: exec.CommandContext(ctx, self, args...)}
	p.cmd.Stderr = os.Stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if p.url = listens.FindString(lines.Text()); p.url != "" {
			return p, nil
		}
	}
	return nil, errors.Join(fmt.Errorf("%s did not start", strings.Join(args, " ")), p.stop())
}

// stop ends it and waits; that it was told to is no error.
func (p *process) stop() error {
	_ = p.cmd.Process.Signal(os.Interrupt) // it may have ended by itself
	if err := p.cmd.Wait(); err != nil && p.cmd.ProcessState == nil {
		return err
	}
	return nil
}

// memory is the most it has held, in MB; 0 where the system does not tell.
func (p *process) memory() int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	for line := range strings.SplitSeq(string(status), "\n") {
		if rest, is := strings.CutPrefix(line, "VmHWM:"); is {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kb / 1024
		}
	}
	return 0
}

// echoCommand is a server of bare lines.
type echoCommand struct {
	Listen string `default:"127.0.0.1:0"`
}

// Run echoes until it is told to stop.
func (e *echoCommand) Run(ctx context.Context, out stdout) error {
	return listen(ctx, e.Listen, showbench.EchoHandler(), func(addr string) { _, _ = fmt.Fprintf(out, "http://%s\n", addr) })
}

// listen serves a handler until the context ends.
func listen(ctx context.Context, address string, h http.Handler, started func(addr string)) error {
	l, err := listenOn(ctx, address)
	if err != nil {
		return err
	}
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		_ = s.Close()
	}()
	started(l.Addr().String())
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
