package gameshowweb

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"donghanh/internal/gameshow"
	"donghanh/internal/testkit"
)

// All that a phone loads to play, from the door to the end: both pages, their
// style, scripts and faces. A hall of 500 behind one Wi-Fi loads that at once.
func TestAPhoneLoadsFortyKilobytes(t *testing.T) {
	h := node(t, testkit.SQLite(t))
	show := everyKind()
	show.Teams = gameshow.UnitTeams // the largest door
	h.begin(show)
	seen, sum := map[string]bool{}, 0
	var load func(path string)
	load = func(path string) {
		if seen[path] {
			return
		}
		seen[path] = true
		body, sent := h.weigh(path)
		t.Logf("%6d %s", sent, path)
		sum += sent
		for _, m := range loaded.FindAllStringSubmatch(body, -1) {
			if name := m[1] + m[2]; strings.HasPrefix(name, "fonts/") {
				load("/assets/" + name)
			} else {
				load(name)
			}
		}
	}
	load("/play?pin=" + h.game.PIN)
	load("/play/" + h.game.ID)
	t.Logf("%6d in all", sum)
	if sum > 40_000 || len(seen) < 12 {
		t.Errorf("%d files of %d bytes, not 12 or more of 40,000", len(seen), sum)
	}
}

// loaded are the addresses a page or a style names that a browser gets by itself.
var loaded = regexp.MustCompile(`(?:src|href)="(/assets/[^"]+)"|url\(([^)]+)\)`)

// weigh gives what is at an address and how many bytes were sent for it, to a
// browser that takes gzip; fonts are compressed already.
func (h *hall) weigh(path string) (body string, sent int) {
	h.t.Helper()
	req, err := http.NewRequest(http.MethodGet, h.URL+path, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		h.t.Fatal(err)
	}
	defer resp.Body.Close()
	packed, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		h.t.Fatalf("%s: %s, %v", path, resp.Status, err)
	}
	if resp.Header.Get("Content-Encoding") != "gzip" {
		return string(packed), len(packed)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		h.t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		h.t.Fatal(err)
	}
	return string(plain), len(packed)
}
