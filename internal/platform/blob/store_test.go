package blob_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"mime"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

// pages is a PDF of so many bytes, none like another.
func pages(size int) string {
	random := rand.New(rand.NewPCG(1, uint64(size)))
	b := []byte("%PDF-1.7 %%EOF ")
	for len(b) < size {
		b = append(b, byte(random.Uint32()))
	}
	return string(b)
}

func mustPaper(t *testing.T, name, data string) *blob.Content {
	t.Helper()
	c, refused := paper(t, name, data)
	if refused != "" {
		t.Fatal(refused)
	}
	return c
}

func TestAFileComesBackByteForByte(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		store := &blob.Store{DB: d}
		for _, size := range []int{15, 256 << 10, 256<<10 + 1, 1 << 20, blob.MaxPaper} {
			sent := pages(size)
			i, data := put(t, d, mustPaper(t, "a.pdf", sent))
			sum := sha256.Sum256([]byte(sent))
			if string(data) != sent || i.SHA256 != hex.EncodeToString(sum[:]) || i.Size != int64(size) {
				t.Errorf("%d bytes: %d came back, digest %s", size, len(data), i.SHA256)
			}
			if size > 256<<10+1 {
				continue // the reader's test asks for every byte by itself
			}
			if err := iotest.TestReader(store.Open(t.Context(), i), []byte(sent)); err != nil {
				t.Errorf("%d bytes: %v", size, err)
			}
		}
	})
}

func TestInfosKnowWhoSentAFile(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		var i blob.Info
		testkit.Write(t, d, func(tx *db.Tx) (err error) {
			i, err = blob.Put(auth.With(t.Context(), &auth.Actor{Account: "ánh"}), tx, mustPaper(t, "a.txt", "chữ"))
			return err
		})
		testkit.Read(t, d, func(tx *db.Tx) error {
			got, err := blob.Infos(t.Context(), tx, i.ID, db.NewID())
			if diff := cmp.Diff(map[string]blob.Info{i.ID: i}, got); diff != "" || i.Account != "ánh" {
				t.Error(diff)
			}
			one, err2 := blob.Get(t.Context(), tx, i.ID)
			_, err3 := blob.Get(t.Context(), tx, db.NewID())
			_, err4 := blob.Preview(t.Context(), tx, i.ID)
			if one != i || !errs.Is(err3, errs.NotFound) || !errs.Is(err4, errs.NotFound) {
				t.Errorf("%v; what is not there: %v, %v", one, err3, err4)
			}
			return errors.Join(err, err2)
		})
	})
}

func TestAFileGoesWithItsAct(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		no := errors.New("no")
		err := d.Write(t.Context(), func(tx *db.Tx) error {
			_, err := blob.Put(t.Context(), tx, mustPaper(t, "a.txt", "chữ"))
			return errors.Join(err, no)
		})
		if !errors.Is(err, no) || count(t, d, "blob_file")+count(t, d, "blob_part") != 0 {
			t.Errorf("%v, and a file of an act that was rolled back", err)
		}
	})
}

func count(t *testing.T, d *db.DB, table string) (n int) {
	t.Helper()
	testkit.Read(t, d, func(tx *db.Tx) error { return tx.Get(t.Context(), &n, "SELECT COUNT(*) FROM "+table) })
	return n
}

func TestPurgeTakesWhatNobodyUsesAfterADay(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		var old, used []string
		keep := func(data string) string { i, _ := put(t, d, mustPaper(t, "a.txt", data)); return i.ID }
		for n := range 450 { // more than two pages
			id := keep("tệp " + string(rune('A'+n%26)))
			old = append(old, id)
			if n%3 == 0 {
				used = append(used, id)
			}
		}
		c, _ := photo(t, "a.jpg", jpegOf(t, marked(40, 40)))
		picture, _ := put(t, d, c)
		old = append(old, picture.ID)
		testkit.Write(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `UPDATE blob_file SET created_at = created_at - 90000000000`)
			return err
		})
		fresh := keep("vừa gửi")
		purge := func(s *blob.Store) error { return s.Purge(t.Context(), blob.PurgeArgs{}) }
		if err := purge(&blob.Store{DB: d}); err != nil || count(t, d, "blob_file") != len(old)+1 {
			t.Fatalf("without anybody to ask: %v, %d left", err, count(t, d, "blob_file"))
		}
		broken := errors.New("broken")
		half := func(part []string) blob.Used {
			return func(_ context.Context, _ *db.Tx, ids []string) (out []string, err error) {
				for _, id := range ids {
					if slices.Contains(part, id) {
						out = append(out, id)
					}
				}
				return out, nil
			}
		}
		fails := func(context.Context, *db.Tx, []string) ([]string, error) { return nil, broken }
		if err := purge(&blob.Store{DB: d, Used: []blob.Used{half(used), fails}}); !errors.Is(err, broken) || count(t, d, "blob_file") != len(old)+1 {
			t.Fatalf("a domain that cannot answer: %v, %d left", err, count(t, d, "blob_file"))
		}
		if err := purge(&blob.Store{DB: d, Used: []blob.Used{half(used[:50]), half(used[50:])}}); err != nil {
			t.Fatal(err)
		}
		var left []string
		testkit.Read(t, d, func(tx *db.Tx) error { return tx.Select(t.Context(), &left, `SELECT id FROM blob_file ORDER BY id`) })
		if diff := cmp.Diff(append(used, fresh), left); diff != "" {
			t.Error(diff)
		}
		if count(t, d, "blob_part") != len(left) || count(t, d, "blob_preview") != 0 {
			t.Errorf("%d parts and %d previews left", count(t, d, "blob_part"), count(t, d, "blob_preview"))
		}
	})
}

// A file that is attached by a foreign key cannot be purged, whatever a domain says.
func TestAnAttachedFileStaysWhateverADomainSays(t *testing.T) {
	testkit.EachDB(t, func(t *testing.T, d *db.DB) {
		i, _ := put(t, d, mustPaper(t, "a.txt", "chữ"))
		testkit.Write(t, d, func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `CREATE TABLE attached (file TEXT NOT NULL REFERENCES blob_file (id))`)
			_, err2 := tx.Exec(t.Context(), `INSERT INTO attached (file) VALUES ($1)`, i.ID)
			_, err3 := tx.Exec(t.Context(), `UPDATE blob_file SET created_at = 0`)
			return errors.Join(err, err2, err3)
		})
		none := func(context.Context, *db.Tx, []string) ([]string, error) { return nil, nil }
		err := (&blob.Store{DB: d, Used: []blob.Used{none}}).Purge(t.Context(), blob.PurgeArgs{})
		if !errs.Is(err, errs.Conflict) || count(t, d, "blob_part") != 1 {
			t.Errorf("%v, %d parts left", err, count(t, d, "blob_part"))
		}
	})
}

func TestServing(t *testing.T) {
	d := testkit.SQLite(t)
	store := &blob.Store{DB: d}
	answer := func(i blob.Info, header ...string) *http.Response {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/x", nil)
		for n := 0; n < len(header); n += 2 {
			r.Header.Set(header[n], header[n+1])
		}
		w := httptest.NewRecorder()
		blob.Serve(w, r, i, store.Open(t.Context(), i))
		return w.Result()
	}
	sent := pages(600 << 10)
	pdf, _ := put(t, d, mustPaper(t, "Quyết định số 5 \"A\" 100%.pdf", sent))
	a := answer(pdf)
	body, err := io.ReadAll(a.Body)
	if err != nil || string(body) != sent || a.ContentLength != int64(len(sent)) {
		t.Errorf("%d of %d bytes, %v", len(body), len(sent), err)
	}
	for name, want := range map[string]string{
		"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "ETag": `"` + pdf.SHA256 + `"`,
		"Content-Security-Policy": "sandbox; default-src 'none'", "Cache-Control": "private, max-age=0, must-revalidate",
		"Content-Disposition": `inline; filename="Quy_t __nh s_ 5 -A- 100_.pdf"; filename*=UTF-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%20s%E1%BB%91%205%20-A-%20100%25.pdf`,
	} {
		if got := a.Header.Get(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if _, params, err := mime.ParseMediaType(a.Header.Get("Content-Disposition")); err != nil || params["filename"] != "Quyết định số 5 -A- 100%.pdf" {
		t.Errorf("the name is read as %q, %v", params["filename"], err)
	}
	if a := answer(pdf, "If-None-Match", `"`+pdf.SHA256+`"`); a.StatusCode != http.StatusNotModified {
		t.Errorf("one that the browser has: %d", a.StatusCode)
	}
	part := answer(pdf, "Range", "bytes=262140-262150")
	if body, err := io.ReadAll(part.Body); err != nil || part.StatusCode != http.StatusPartialContent || string(body) != sent[262140:262151] {
		t.Errorf("a part across two pieces: %d, %v", part.StatusCode, err)
	}
	text, _ := put(t, d, mustPaper(t, "a.txt", "chữ"))
	if got := answer(text).Header.Get("Content-Disposition"); !strings.HasPrefix(got, "attachment; ") {
		t.Errorf("text is shown: %s", got)
	}
}

func TestServingAPreview(t *testing.T) {
	d := testkit.SQLite(t)
	c, _ := photo(t, "ảnh.jpg", jpegOf(t, marked(800, 600)))
	i, _ := put(t, d, c)
	var small []byte
	testkit.Read(t, d, func(tx *db.Tx) (err error) {
		small, err = blob.Preview(t.Context(), tx, i.ID)
		return err
	})
	w := httptest.NewRecorder()
	blob.ServePreview(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/x", nil), i, small)
	if h := w.Header(); !bytes.Equal(w.Body.Bytes(), small) || h.Get("Content-Type") != "image/jpeg" || h.Get("ETag") == `"`+i.SHA256+`"` {
		t.Errorf("%v", h)
	}
}
