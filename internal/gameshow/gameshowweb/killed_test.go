package gameshowweb

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"donghanh/catalogue"
	"donghanh/internal/gameshow"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/live"
	"donghanh/internal/platform/web"
	"donghanh/internal/testkit"

	"github.com/coder/websocket"
)

// nodeSource tells the process that is to be killed which database it serves.
const nodeSource = "DONGHANH_TEST_NODE_SOURCE"

// TestMain is also the node that is killed in the middle of a question.
func TestMain(m *testing.M) {
	source := os.Getenv(nodeSource)
	if source == "" {
		os.Exit(m.Run())
	}
	if err := serveAndDie(context.Background(), source); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serveAndDie(ctx context.Context, source string) error {
	d, err := db.Open(ctx, source, day.Fixed(testkit.Today))
	if err != nil {
		return err
	}
	words, err := i18n.Load()
	if err != nil {
		return err
	}
	rules, err := ledger.LoadCatalogue(catalogue.FS)
	if err != nil {
		return err
	}
	l := &ledger.Ledger{Catalogue: rules}
	guard := &auth.Guard{Roles: testkit.Roles(), Tree: l}
	bus := live.NewBus()
	go bus.Run(ctx, d)
	site := &web.Site{Auth: auth.New(d, guard), Words: words, Log: slog.New(slog.DiscardHandler)}
	p := &Pages{
		Site: site, Show: &gameshow.Service{DB: d, Org: &org.Service{DB: d, Guard: guard, Ledger: l}}, Bus: bus, Log: site.Log, Now: day.Stopwatch(),
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Println("http://" + listener.Addr().String())
	return http.Serve(listener, site.Handler(p.lineRoutes()))
}

// child starts a node of its own process.
func child(t *testing.T, source string) (url string, kill func()) {
	t.Helper()
	c := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^$")
	c.Env = append(os.Environ(), nodeSource+"="+source)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line), sync.OnceFunc(func() {
		_ = c.Process.Kill()
		_ = c.Wait()
	})
}

// A node is killed while a hall answers. Every answer that was acknowledged
// counts, those that were not are sent again elsewhere and count once, and the
// show goes on.
func TestAKilledNodeLosesNoAnswer(t *testing.T) {
	testkit.EachSource(t, func(t *testing.T, source string) {
		h := newHall(t, testkit.Open(t, source))
		url, kill := child(t, source)
		defer kill()
		const players = 60
		seats := make([]seated, players)
		for i := range seats {
			seats[i] = h.join(fmt.Sprintf("Máy %02d", i))
		}
		there := &hall{Kit: &testkit.Kit{URL: url}, t: t}
		var ready, all sync.WaitGroup
		ready.Add(players)
		acknowledged, enough := make([]bool, players), make(chan struct{}, players)
		for i, s := range seats {
			all.Go(func() {
				if acknowledged[i] = there.answerUnlessItDies(s, i, &ready); acknowledged[i] {
					enough <- struct{}{}
				}
			})
		}
		ready.Wait()
		h.do(gameshow.Event{Kind: gameshow.Asked, Question: 0})
		for range players / 4 {
			<-enough
		}
		kill()
		all.Wait()
		told := 0
		for i, s := range seats {
			p := h.phone(s)
			f := p.hear("state")
			if f.Stage != "asking" {
				t.Fatalf("the show does not go on: %s", f.Stage)
			}
			if acknowledged[i] {
				told++
				if !f.Me.Sent {
					t.Errorf("player %d was told that it is kept, and it is not", i)
				}
			}
			p.pick(0, 1) // all send again what they do not know is kept; the first one stands
			want := map[bool]string{true: "twice", false: "stored"}[f.Me.Sent]
			if got := p.hear("kept"); got.Kept != want {
				t.Errorf("player %d: %s, want %s", i, got.Kept, want)
			}
		}
		h.do(gameshow.Event{Kind: gameshow.Shut, Question: 0})
		_, played, err := h.show.Load(h.host(), h.game.ID)
		if err != nil {
			t.Fatal(err)
		}
		if s := played.SpreadOf(0); s.Right != players {
			t.Errorf("%d of %d count; %d were acknowledged before", s.Right, players, told)
		}
		if told == 0 || told == players {
			t.Errorf("killed too early or too late to prove anything: %d of %d were acknowledged", told, players)
		}
	})
}

// answerUnlessItDies answers one question at a time of its own, and tells whether
// it was told that the answer is kept before the node died.
func (h *hall) answerUnlessItDies(s seated, no int, ready *sync.WaitGroup) (acknowledged bool) {
	ws, _, err := websocket.Dial(h.t.Context(), strings.Replace(h.URL, "http", "ws", 1)+"/play/"+s.Game+"/live?seat="+s.Seat, nil)
	if err != nil {
		h.t.Errorf("player %d: %v", no, err)
		ready.Done()
		return false
	}
	defer func() { _ = ws.CloseNow() }()
	ready.Done()
	for {
		_, data, err := ws.Read(h.t.Context())
		if err != nil {
			return false
		}
		var f frame
		if json.Unmarshal(data, &f) != nil {
			continue
		}
		switch f.Type {
		case "ask":
			time.Sleep(time.Duration(no) * 10 * time.Millisecond)
			body, _ := json.Marshal(said{Type: "answer", Question: 0, Answer: gameshow.Answer{Picks: []int{1}}})
			if ws.Write(h.t.Context(), websocket.MessageText, body) != nil {
				return false
			}
		case "kept":
			return f.Kept == "stored"
		}
	}
}
