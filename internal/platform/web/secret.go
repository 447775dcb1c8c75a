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

// FeedRoot begins addresses that programs fetch by a secret: calendars. They are
// kept out of logs; programs keep what they fetched, and ask whether it is new.
const FeedRoot = "/lich/"

// masked is a path as a log may have it.
func masked(path string) string {
	for _, root := range []string{SecretRoot, FeedRoot} {
		rest, is := strings.CutPrefix(path, root)
		if !is {
			continue
		}
		if _, after, more := strings.Cut(rest, "/"); more {
			return root + "‹secret›/" + after
		}
		return root + "‹secret›"
	}
	return path
}

// keepSecret keeps an address and its page from going anywhere else. A browser
// that tells no referrer says "Origin: null" of a form, so that such addresses
// are not asked where a form came from: see SecretRoot in Handler.
func keepSecret(h http.Header) {
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Robots-Tag", "noindex, nofollow")
}
