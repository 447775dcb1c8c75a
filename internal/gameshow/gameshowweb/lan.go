package gameshowweb

import (
	"net"
	"net/http"
	"net/url"
	"slices"

	"donghanh/internal/gameshow"
)

// hallBase is the address of this site for phones in the hall: the site's own,
// but where that is this machine's name for itself, the address this machine has
// in the hall's Wi-Fi. reached tells whether phones can come by it: a server that
// listens to this machine only is reached by nobody else.
func (p *Pages) hallBase(r *http.Request) (base string, reached bool) {
	base = p.Base(r)
	u, err := url.Parse(base)
	if err != nil || p.Listen == "" || !loopback(u.Hostname()) {
		return base, true
	}
	host, _, err := net.SplitHostPort(p.Listen)
	if err == nil && loopback(host) {
		return base, false
	}
	all := lanAddresses()
	if len(all) == 0 {
		return base, false
	}
	port := u.Port()
	if u.Host = all[0]; port != "" {
		u.Host = net.JoinHostPort(all[0], port)
	}
	return u.String(), true
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// lanAddresses are the addresses of this machine in the networks around it, those
// of private networks first: of IPv4, for people may have to type them.
func lanAddresses() (out []string) {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	for _, a := range all {
		n, ok := a.(*net.IPNet)
		if !ok {
			continue
		}
		switch ip := n.IP.To4(); {
		case ip == nil || !ip.IsGlobalUnicast():
		case ip.IsPrivate():
			out = slices.Insert(out, 0, ip.String())
		default:
			out = append(out, ip.String())
		}
	}
	return out
}

// playURL is what the QR code of a game leads to: its number, and the key that
// shows that nobody has guessed it.
func (p *Pages) playURL(r *http.Request, g gameshow.Game) (address string, reached bool) {
	base, reached := p.hallBase(r)
	return base + "/play?" + url.Values{"pin": {g.PIN}, "k": {g.Key()}}.Encode(), reached
}
