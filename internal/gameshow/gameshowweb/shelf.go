package gameshowweb

import (
	"container/list"
	"sync"
)

// shelf keeps what is costly to make and asked for by many at once: each thing
// is made once while the others wait. What was not asked for the longest makes
// room. The zero value is ready to use.
type shelf struct {
	mu    sync.Mutex
	at    map[string]*list.Element // of *onShelf, by key
	order list.List                // last asked for first
	bytes int
}

// onShelf is one thing.
type onShelf struct {
	key  string
	size int // bytes, once it is made; the shelf's
	once sync.Once
	data []byte
	err  error
}

// shelved is how much a shelf holds, in bytes: all tunes, and the pictures of a
// show.
const shelved = 32 << 20

// get gives the thing of a key, made when it is not there. What could not be
// made is tried again the next time.
func (s *shelf) get(key string, make func() ([]byte, error)) ([]byte, error) {
	k := s.find(key)
	k.once.Do(func() {
		k.data, k.err = make()
		s.settle(k)
	})
	return k.data, k.err
}

func (s *shelf) find(key string) *onShelf {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.at[key]; e != nil {
		s.order.MoveToFront(e)
		return e.Value.(*onShelf)
	}
	if s.at == nil {
		s.at = map[string]*list.Element{}
	}
	k := &onShelf{key: key}
	s.at[key] = s.order.PushFront(k)
	return k
}

// settle counts what was made, and makes room for it; it may have made room for
// others meanwhile.
func (s *shelf) settle(k *onShelf) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.at[k.key]
	if e == nil || e.Value != k {
		return
	}
	if k.err != nil {
		s.drop(e)
		return
	}
	k.size = len(k.data)
	s.bytes += k.size
	for s.bytes > shelved && s.order.Len() > 1 {
		s.drop(s.order.Back())
	}
}

func (s *shelf) drop(e *list.Element) {
	k := s.order.Remove(e).(*onShelf)
	delete(s.at, k.key)
	s.bytes -= k.size
}
