package web

import (
	"compress/gzip"
	"net/http"
	"strings"
	"sync"
)

var writers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// compress sends pages and JSON gzipped to whoever accepts it: the links of
// small offices are slow. Assets bring their own compressed bodies.
func compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") || strings.HasPrefix(r.URL.Path, "/assets/") {
			next.ServeHTTP(w, r)
			return
		}
		z := &zipped{ResponseWriter: w}
		defer z.close()
		next.ServeHTTP(z, r)
	})
}

// zipped decides at the first byte, by the content type.
type zipped struct {
	http.ResponseWriter
	zip     *gzip.Writer
	decided bool
}

func (z *zipped) WriteHeader(status int) {
	if !z.decided {
		z.decide(status)
	}
	z.ResponseWriter.WriteHeader(status)
}

func (z *zipped) decide(status int) {
	z.decided = true
	h := z.Header()
	kind := h.Get("Content-Type")
	text := strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json") || strings.Contains(kind, "svg")
	if !text || h.Get("Content-Encoding") != "" || status == http.StatusNoContent || status == http.StatusNotModified {
		return
	}
	h.Set("Content-Encoding", "gzip")
	h.Add("Vary", "Accept-Encoding")
	h.Del("Content-Length")
	z.zip = writers.Get().(*gzip.Writer)
	z.zip.Reset(z.ResponseWriter)
}

func (z *zipped) Write(b []byte) (int, error) {
	if !z.decided {
		if z.Header().Get("Content-Type") == "" {
			z.Header().Set("Content-Type", http.DetectContentType(b))
		}
		z.WriteHeader(http.StatusOK)
	}
	if z.zip != nil {
		return z.zip.Write(b)
	}
	return z.ResponseWriter.Write(b)
}

func (z *zipped) close() {
	if z.zip != nil {
		_ = z.zip.Close() // the reader is gone; there is nobody to tell
		writers.Put(z.zip)
	}
}

func (z *zipped) Unwrap() http.ResponseWriter { return z.ResponseWriter }
