package gameshowweb

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"donghanh/catalogue"
	"donghanh/internal/gameshow"
)

func TestAShelfMakesAThingOnce(t *testing.T) {
	var s shelf
	var made atomic.Int64
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if data, err := s.get("x", func() ([]byte, error) { made.Add(1); time.Sleep(time.Millisecond); return []byte("x"), nil }); err != nil || string(data) != "x" {
				t.Errorf("%q, %v", data, err)
			}
		})
	}
	all.Wait()
	if made.Load() != 1 {
		t.Errorf("made %d times", made.Load())
	}
}

func TestAShelfHoldsSoMuchAndNoMistakes(t *testing.T) {
	var s shelf
	broken := errors.New("broken")
	if _, err := s.get("x", func() ([]byte, error) { return nil, broken }); !errors.Is(err, broken) {
		t.Error(err)
	}
	if data, err := s.get("x", func() ([]byte, error) { return []byte("x"), nil }); err != nil || string(data) != "x" {
		t.Errorf("after a mistake: %q, %v", data, err)
	}
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			key := fmt.Sprint(i % 60)
			if data, err := s.get(key, func() ([]byte, error) { return make([]byte, 1<<20), nil }); err != nil || len(data) != 1<<20 {
				t.Errorf("%d bytes, %v", len(data), err)
			}
		})
	}
	all.Wait()
	sum := 0
	for e := s.order.Front(); e != nil; e = e.Next() {
		sum += e.Value.(*onShelf).size
	}
	if s.bytes != sum || s.bytes > shelved || len(s.at) != s.order.Len() || s.order.Len() < 30 {
		t.Errorf("%d bytes counted, %d there, in %d of %d things", s.bytes, sum, len(s.at), s.order.Len())
	}
}

// All tunes fit a shelf together, whole.
func TestAllTunesFitAShelf(t *testing.T) {
	tunes, err := gameshow.LoadTunes(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, tune := range tunes {
		sum += int(2 * gameshow.SampleRate * (tune.Seconds + 1))
	}
	if sum > shelved*3/4 {
		t.Errorf("%d bytes", sum)
	}
}
