package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// maxHeld bounds a form that waits for log-in. It travels through the log-in
// page, where it grows to three times its size and must still fit a form.
const maxHeld = 200 << 10

// heldForm is a form that waits for log-in.
type heldForm struct {
	Path   string
	Who    string // account that was signed in when it was typed; empty where unknown
	Values url.Values
}

// hold says the posted form as text, to travel through the log-in page. It is
// for whoever was signed in here last; passwords do not travel.
func (s *Site) hold(w http.ResponseWriter, r *http.Request) string {
	f, err := ReadUpload(w, r, nil) // files do not travel
	if err != nil {
		return ""
	}
	for name := range f.Values {
		if strings.Contains(name, "password") {
			f.Values.Del(name)
		}
	}
	if len(f.Values) == 0 {
		return ""
	}
	b, err := json.Marshal(heldForm{r.URL.Path, s.given(r, whoCookie), f.Values})
	if err != nil || len(b) > maxHeld {
		return ""
	}
	return string(b)
}

// release keeps a form that waited in the session of the account that has just
// signed in, unless another person typed it.
func (s *Site) release(w http.ResponseWriter, r *http.Request, cookie, account, held string) error {
	var h heldForm
	if held == "" || json.Unmarshal([]byte(held), &h) != nil || (h.Who != "" && h.Who != account) {
		return nil
	}
	if err := s.Auth.Hold(r.Context(), cookie, held); err != nil {
		return err
	}
	s.cookie(w, heldCookie, "1", 600)
	return nil
}

// takeHeld is what was typed into the form of this address when a session
// ended; what waits for another page stays.
func (s *Site) takeHeld(w http.ResponseWriter, r *http.Request) (url.Values, error) {
	if s.given(r, heldCookie) == "" {
		return nil, nil
	}
	var h heldForm
	mine := func(held string) bool { return json.Unmarshal([]byte(held), &h) == nil && h.Path == r.URL.Path }
	held, err := s.Auth.Held(r.Context(), mine)
	if err != nil || held == "" {
		return nil, err
	}
	s.cookie(w, heldCookie, "", -1)
	return h.Values, nil
}
