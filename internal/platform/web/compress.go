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
//
// A secret beside text an attacker chooses could be guessed from the size of
// the answer (BREACH). Pages here carry none: session and token never stand in
// a page but the one token just made, whose page answers a POST that other
// sites cannot send.
func compress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/assets/") {
			next.ServeHTTP(w, r)
			return
		}
		z := &zipped{ResponseWriter: w, wanted: acceptsGzip(r.Header.Get("Accept-Encoding"))}
		next.ServeHTTP(z, r)
		z.close() // not after a panic: what broke off must not look whole
	})
}

func acceptsGzip(header string) bool {
	for _, coding := range strings.Split(header, ",") {
		name, q, _ := strings.Cut(strings.ReplaceAll(coding, " ", ""), ";")
		if strings.EqualFold(name, "gzip") {
			return strings.Trim(strings.TrimPrefix(q, "q="), "0.") != "" || q == ""
		}
	}
	return false
}

// zipped decides at the first byte, by the content type.
type zipped struct {
	http.ResponseWriter
	zip     *gzip.Writer
	wanted  bool
	decided bool
}

func (z *zipped) WriteHeader(status int) {
	if !z.decided && status >= http.StatusOK {
		z.decide(status)
	}
	z.ResponseWriter.WriteHeader(status)
}

func (z *zipped) decide(status int) {
	z.decided = true
	h := z.Header()
	if !pays(status, h) {
		return
	}
	h.Add("Vary", "Accept-Encoding")
	if !z.wanted {
		return
	}
	h.Set("Content-Encoding", "gzip")
	h.Del("Content-Length")
	z.zip = writers.Get().(*gzip.Writer)
	z.zip.Reset(z.ResponseWriter)
}

// pays tells whether an answer is text that is not packed yet. Events must go
// out one by one; parts of a file are parts of its plain form.
func pays(status int, h http.Header) bool {
	kind := h.Get("Content-Type")
	if strings.HasPrefix(kind, "text/event-stream") || h.Get("Content-Encoding") != "" {
		return false
	}
	switch status {
	case http.StatusNoContent, http.StatusNotModified, http.StatusPartialContent:
		return false
	}
	return strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json") || strings.Contains(kind, "svg")
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

// FlushError sends what is written so far, for http.ResponseController.
func (z *zipped) FlushError() error {
	if z.zip != nil {
		if err := z.zip.Flush(); err != nil {
			return err
		}
	}
	return http.NewResponseController(z.ResponseWriter).Flush()
}

func (z *zipped) close() {
	if z.zip != nil {
		_ = z.zip.Close() // the reader is gone; there is nobody to tell
		writers.Put(z.zip)
	}
}

func (z *zipped) Unwrap() http.ResponseWriter { return z.ResponseWriter }
