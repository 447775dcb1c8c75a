package showbench

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"donghanh/internal/platform/day"

	"github.com/coder/websocket"
)

// EchoHandler is the least a program could do: it sends one message to all lines
// at once, and each message back to where it came from. It keeps nothing.
func EchoHandler() http.Handler {
	var mu sync.Mutex
	lines := map[*websocket.Conn]bool{}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /echo", func(w http.ResponseWriter, r *http.Request) {
		ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
		if err != nil {
			return
		}
		mu.Lock()
		lines[ws] = true
		mu.Unlock()
		defer func() { mu.Lock(); delete(lines, ws); mu.Unlock(); _ = ws.CloseNow() }()
		for {
			kind, data, err := ws.Read(r.Context())
			if err != nil || ws.Write(r.Context(), kind, data) != nil {
				return
			}
		}
	})
	mux.HandleFunc("POST /all", func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		for ws := range lines {
			go func() { _ = ws.Write(context.WithoutCancel(r.Context()), websocket.MessageText, echoed()) }()
		}
	})
	return mux
}

// echoed is a message as long as a question.
func echoed() []byte {
	b, _ := json.Marshal(map[string]string{"t": "ask", "text": strings.Repeat("Âm nhạc và công nhân ", 12)})
	return b
}

// Echo measures the bare lines: what one could be no faster than.
func Echo(ctx context.Context, url string, players, rounds int, spread time.Duration) (shown, acked Times, err error) {
	now := day.Stopwatch()
	lines := make([]*websocket.Conn, players)
	for i := range lines {
		if lines[i], _, err = websocket.Dial(ctx, strings.Replace(url, "http", "ws", 1)+"/echo", nil); err != nil {
			return shown, acked, fmt.Errorf("echo line %d: %w", i, err)
		}
	}
	var mu sync.Mutex
	var seen, back []int64
	for range rounds {
		at := now()
		var all sync.WaitGroup
		for i, ws := range lines {
			all.Go(func() {
				if _, _, err := ws.Read(ctx); err != nil {
					return
				}
				saw := now() - at
				time.Sleep(spread * time.Duration(i) / time.Duration(players))
				sent := now()
				if ws.Write(ctx, websocket.MessageText, []byte(`{"t":"answer","q":1,"picks":[1]}`)) != nil {
					return
				}
				if _, _, err := ws.Read(ctx); err != nil {
					return
				}
				mu.Lock()
				seen, back = append(seen, saw), append(back, now()-sent)
				mu.Unlock()
			})
		}
		resp, err := http.Post(url+"/all", "", nil)
		if err != nil {
			return shown, acked, err
		}
		_ = resp.Body.Close()
		all.Wait()
	}
	for _, ws := range lines {
		_ = ws.CloseNow()
	}
	return TimesOf(seen), TimesOf(back), nil
}
