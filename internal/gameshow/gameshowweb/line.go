package gameshowweb

import (
	"net/http"
	"regexp"
)

var plainHost = regexp.MustCompile(`^[A-Za-z0-9.:\[\]-]+$`)

// allowLine lets a page open a line to its own host. Everywhere 'self' covers
// that but in Safari before 15.4, which wants the address said.
func (p *Pages) allowLine(w http.ResponseWriter, r *http.Request) {
	if !plainHost.MatchString(r.Host) { // nothing a client sends may end up in a policy
		return
	}
	const name = "Content-Security-Policy"
	w.Header().Set(name, w.Header().Get(name)+"; connect-src 'self' ws://"+r.Host+" wss://"+r.Host)
}
