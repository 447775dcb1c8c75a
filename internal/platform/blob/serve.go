package blob

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// Serve answers with a file; whether the asker may have it, the caller has
// asked before. Pictures and PDF open in the browser, the rest is saved. Parts
// of a file can be asked for, and one that the browser has is not sent again.
func Serve(w http.ResponseWriter, r *http.Request, i Info, content io.ReadSeeker) {
	headers(w.Header(), i.Media, i.Name, i.SHA256)
	http.ServeContent(w, r, "", time.Time{}, content)
}

// ServePreview answers with the preview of a picture.
func ServePreview(w http.ResponseWriter, r *http.Request, i Info, preview []byte) {
	headers(w.Header(), JPEG, i.Name, i.SHA256+"-preview")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(preview))
}

// headers keep a file from being anything but what it is: it is never taken for
// a page of ours, and a page in it can run nothing.
func headers(h http.Header, media, name, tag string) {
	how := "attachment"
	if media == PDF || media == JPEG {
		how = "inline"
	}
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", how+"; "+fileName(name))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "private, max-age=0, must-revalidate") // who may read it can change
	h.Set("ETag", `"`+tag+`"`)
}

// fileName is a name as RFC 6266 writes it: in ASCII for programs that know no
// better, and whole.
func fileName(name string) string {
	ascii := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' || r == '%' {
			return '_'
		}
		return r
	}, name)
	return `filename="` + ascii + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}
