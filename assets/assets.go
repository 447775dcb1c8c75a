// Package assets is what a page loads: style, script, fonts, icons. Everything is inside the binary.
//
// app.css is built from app.src.css (npm ci && npm run build in this folder) and committed; npm is not
// needed to build or run the program.
package assets

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"
	"time"
)

//go:embed app.css show.css play.css screen.css htmx.min.js htmx.LICENSE.txt mark.svg icons.svg select.svg fonts js
var embedded embed.FS

const (
	prefix  = "/assets/"
	forever = "public, max-age=31536000, immutable"
	anHour  = "public, max-age=3600"
)

// file is one asset as it is sent.
type file struct {
	hash   string // of the plain content, 8 hex digits
	kind   string // Content-Type
	plain  []byte
	packed []byte // gzip; nil where it would not pay
}

// files is read once: names to contents never change while the program runs.
var files = sync.OnceValue(load)

// URL is the address of an asset with its content's hash, which a browser may keep for ever:
// "/assets/app.css?v=abcd1234". It panics on a name that is not embedded: that is a fault of the template.
func URL(name string) string {
	f, ok := files()[name]
	if !ok {
		panic("assets: no such file: " + name)
	}
	return prefix + name + "?v=" + f.hash
}

// Handler serves the assets under /assets/, compressed beforehand. Addresses from [URL] and fonts
// (whose names are never used again) are kept for ever, all others for an hour.
func Handler() http.Handler {
	all := files()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, prefix)
		f, ok := all[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		send(w, r, name, f)
	})
}

func send(w http.ResponseWriter, r *http.Request, name string, f file) {
	body, tag := f.plain, f.hash
	h := w.Header()
	if f.packed != nil {
		h.Set("Vary", "Accept-Encoding")
		if takesGzip(r) {
			body, tag = f.packed, f.hash+"-gz"
			h.Set("Content-Encoding", "gzip")
		}
	}
	h.Set("Content-Type", f.kind)
	h.Set("Etag", `"`+tag+`"`)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", anHour)
	if r.URL.Query().Get("v") == f.hash || strings.HasPrefix(name, "fonts/") {
		h.Set("Cache-Control", forever)
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
}

// takesGzip says whether the client named gzip without refusing it by q=0.
func takesGzip(r *http.Request) bool {
	for part := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			return strings.Trim(strings.TrimPrefix(strings.TrimSpace(weight), "q="), "0.") != "" || weight == ""
		}
	}
	return false
}

func load() map[string]file {
	all := make(map[string]file)
	err := fs.WalkDir(embedded, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := embedded.ReadFile(name)
		if err != nil {
			return err
		}
		if strings.HasPrefix(name, "js/") {
			body = lean(body)
		}
		all[name] = newFile(name, body)
		return nil
	})
	if err != nil { // an embedded file system cannot fail to be read
		panic(fmt.Errorf("assets: %w", err))
	}
	return all
}

var forReaders = regexp.MustCompile(`(?m)^[ \t]*//.*$|^[ \t]+`)

// lean leaves out of a script of ours what is for its readers: indentation, and
// lines that are comments. Lines keep their numbers. A phone that plays in a
// show loads 2 KB less for it.
func lean(script []byte) []byte {
	return forReaders.ReplaceAll(script, nil)
}

func newFile(name string, body []byte) file {
	sum := sha256.Sum256(body)
	f := file{hash: hex.EncodeToString(sum[:4]), kind: contentType(name), plain: body}
	if packed := pack(body); len(packed) < len(body)*9/10 {
		f.packed = packed
	}
	return f
}

// contentType does not ask the machine's own table first for what we send: it differs between systems.
func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".woff2":
		return "font/woff2"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".txt":
		return "text/plain; charset=utf-8"
	default:
		return mime.TypeByExtension(ext)
	}
}

func pack(body []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(fmt.Errorf("assets: %w", err))
	}
	if _, err = w.Write(body); err == nil {
		err = w.Close()
	}
	if err != nil { // writing to memory cannot fail
		panic(fmt.Errorf("assets: %w", err))
	}
	return b.Bytes()
}
