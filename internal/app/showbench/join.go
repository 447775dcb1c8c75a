package showbench

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/bits"
	"math/rand/v2"
	"net/http"
)

// seat is what who joins is answered: a place, or work to do first.
type seat struct {
	Game string `json:"game"`
	Seat string `json:"seat"`
	Work struct {
		Stamp string `json:"stamp"`
		Bits  int    `json:"bits"`
	} `json:"work"`
}

// join comes in as one player. So many phones behind one address are asked for
// work, which each does as a phone's script would.
func (h *Hall) join(ctx context.Context, no int) (s seat, err error) {
	wish := map[string]string{"pin": h.PIN, "name": fmt.Sprintf("Máy %05d", no)}
	status := 0
	for range 10 {
		if status, s, err = h.knock(ctx, wish); err != nil || status != http.StatusTooManyRequests {
			break
		}
		wish["work"] = work(s.Work.Stamp, s.Work.Bits)
	}
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("player %d cannot join: %s", no, http.StatusText(status))
	}
	return s, err
}

func (h *Hall) knock(ctx context.Context, wish map[string]string) (status int, s seat, err error) {
	body, err := json.Marshal(wish)
	if err != nil {
		return 0, s, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.URL+"/play/join", bytes.NewReader(body))
	if err != nil {
		return 0, s, err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, s, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode == http.StatusOK || resp.StatusCode == http.StatusTooManyRequests {
		err = json.NewDecoder(resp.Body).Decode(&s)
	}
	return resp.StatusCode, s, err
}

// work finds what makes the hash of a stamp begin with so many zero bits. Each
// phone begins somewhere else: what one has found counts once.
func work(stamp string, zeros int) string {
	for n := rand.Uint32(); ; n++ {
		tried := fmt.Sprintf("%s %d", stamp, n)
		sum := sha256.Sum256([]byte(tried))
		if bits.LeadingZeros64(binary.BigEndian.Uint64(sum[:8])) >= zeros {
			return tried
		}
	}
}
