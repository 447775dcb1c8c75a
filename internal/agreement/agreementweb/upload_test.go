package agreementweb_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// shot is a photo.
func shot(t *testing.T) sent {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 320, 240)), nil); err != nil {
		t.Fatal(err)
	}
	return sent{"hội nghị.jpg", b.Bytes()}
}

// noise is bytes of no known form.
func noise(size int) []byte {
	out, x := make([]byte, size), uint32(1)
	for i := range out {
		x = x*1664525 + 1013904223
		out[i] = byte(x >> 24)
	}
	return out
}

func TestPapersAndPhotosProveAnOutcome(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		at, card := agreed(t, k, c)
		path := at + "/duties/" + card.Fields[0].Commitments[0].Duties[0].ID + "/conclude"
		form := c.Get(path).Must(t, http.StatusOK)
		f := url.Values{"version": {form.Value(t, "version")}, "once": {form.Value(t, "once")}, "outcome": {"done"}, "on": {"31/12/2030"}}
		refused := upload(t, c, path, f, minutes(), shot(t)).Must(t, http.StatusUnprocessableEntity).Has(t, "biên bản.txt", "hội nghị.jpg")
		f["files"] = carried(refused)
		f.Set("on", "20/06/2023")
		f.Set("drop", f["files"][0])
		upload(t, c, path, f).Must(t, http.StatusSeeOther)
		upload(t, c, path, f).Must(t, http.StatusSeeOther)
		page := c.Get(at).Must(t, http.StatusOK).Lacks(t, "biên bản.txt")
		photo := at + "/files/" + f["files"][1]
		if !strings.Contains(page.Body, `src="`+photo+`/preview"`) || c.Get(photo+"/preview").Status != http.StatusOK {
			t.Error("the photo is not shown as proof")
		}
		c.Get(at+"/files/"+f["files"][0]).Must(t, http.StatusNotFound) // it was taken away, and hangs on nothing
		k.As(t, "officer", "LB").Get(photo+"/preview").Must(t, http.StatusNotFound)
		k.As(t, "viewer", "BT").Get(photo).Must(t, http.StatusOK)
	})
}

func TestTheSignedPaperIsAttached(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		at, _ := agreed(t, k, c)
		upload(t, c, at+"/files", url.Values{}).Must(t, http.StatusUnprocessableEntity)
		upload(t, c, at+"/files", url.Values{}, minutes()).Must(t, http.StatusSeeOther)
		page := c.Get(at).Has(t, "biên bản.txt")
		c.Get(at+"/files/"+k.card(t, at).Files[0]).Must(t, http.StatusOK)
		// Another's file, sent and attached nowhere, is not to be had by its id.
		other := k.As(t, "officer", "BT")
		loose := carried(upload(t, other, at+"/say", url.Values{"text": {strings.Repeat("x", 3000)}}, shot(t)).Must(t, http.StatusUnprocessableEntity))
		if len(loose) != 1 {
			t.Fatalf("%d files carried: %s", len(loose), page.Text())
		}
		c.Post(at+"/files", url.Values{"files": loose}).Must(t, http.StatusUnprocessableEntity)
		c.Get(at+"/files/"+loose[0]).Must(t, http.StatusNotFound)
	})
}

func TestBadFilesAreRefusedAndNothingTypedIsLost(t *testing.T) {
	each(t, func(t *testing.T, k *kit) {
		c := k.As(t, "officer", "BD")
		at, _ := agreed(t, k, c)
		for name, x := range map[string]struct {
			file sent
			says string
		}{
			"a renamed executable": {sent{"biên bản.pdf", append([]byte("MZ\x90\x00\x03"), noise(4096)...)}, "không thuộc loại nhận được"},
			"a page":               {sent{"a.pdf", []byte("<!doctype html><script>alert(1)</script>")}, "trang web"},
			"an empty file":        {sent{"a.pdf", nil}, "không có nội dung"},
			"too big a paper":      {sent{"a.pdf", append([]byte("%PDF-1.7\n"), noise(21<<20)...)}, "MB"},
			"more than 40 MB":      {sent{"a.pdf", append([]byte("%PDF-1.7\n"), noise(41<<20)...)}, "cộng lại quá 40 MB"},
		} {
			a := upload(t, c, at+"/say", url.Values{"text": {"chữ của tôi"}, "shared": {"1"}}, x.file)
			if a.Must(t, http.StatusUnprocessableEntity).Has(t, x.says, "chữ của tôi"); !strings.Contains(a.Body, `href="#f-files"`) {
				t.Errorf("%s: no fault at the field", name)
			}
		}
		if n := len(k.card(t, at).Entries); n != 0 {
			t.Errorf("%d entries were kept", n)
		}
	})
}
