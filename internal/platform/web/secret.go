package web

import (
	"net/http"
	"strings"
)

// SecretRoot begins every address whose next part is a secret: who knows it is
// let further than others. Such an address stays out of logs, caches and what
// browsers tell other sites.
const SecretRoot = "/room/"

func secret(path string) bool { return strings.HasPrefix(path, SecretRoot) }

// masked is a path as a log may have it.
func masked(path string) string {
	rest, is := strings.CutPrefix(path, SecretRoot)
	if !is {
		return path
	}
	_, after, more := strings.Cut(rest, "/")
	if !more {
		return SecretRoot + "‹secret›"
	}
	return SecretRoot + "‹secret›/" + after
}

// keepSecret keeps an address and its page from going anywhere else. A browser
// that tells no referrer says "Origin: null" of a form, so that such addresses
// are not asked where a form came from: see SecretRoot in Handler.
func keepSecret(h http.Header) {
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex, nofollow")
}
