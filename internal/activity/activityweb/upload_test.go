package activityweb_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"image"
	"image/color"
	"image/jpeg"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"donghanh/internal/activity"
	"donghanh/internal/testkit"
)

// sent is a file of a form.
type sent struct {
	field, name string
	data        []byte
}

// upload sends a form with files as browsers do.
func upload(t *testing.T, c *testkit.Client, path string, f url.Values, files ...sent) testkit.Answer {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range f {
		for _, v := range values {
			if err := w.WriteField(name, v); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, file := range files {
		head := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="` + file.field + `"; filename="` + file.name + `"`}, "Content-Type": {"application/octet-stream"}}
		part, err := w.CreatePart(head)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := part.Write(file.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return c.Upload(path, w.FormDataContentType(), b.String())
}

// shot is a photo of one colour.
func shot(t *testing.T, shade uint8) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 320, 240))
	for y := range 240 {
		for x := range 320 {
			img.Set(x, y, color.RGBA{shade, uint8(x), uint8(y), 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// giftForm is the form of a gift as somebody filled it in, changed by pairs.
func giftForm(c *testkit.Client, t *testing.T, change ...string) url.Values {
	t.Helper()
	a := c.Get("/activities/new?kind=gift").Must(t, http.StatusOK)
	f := url.Values{"once": {a.Value(t, "once")}, "kind": {"gift"}, "unit": {"A1"}, "day": {"19/12/2023"}, "amount": {"18.200.000"}, "people": {"20"}}
	for i := 0; i+1 < len(change); i += 2 {
		f.Set(change[i], change[i+1])
	}
	return f
}

const giftAddress = "/activities/new?kind=gift"

var hidden = regexp.MustCompile(`name="photos" value="([^"]+)"`)

// carried are the ids of files a form carries along.
func carried(a testkit.Answer) (ids []string) {
	for _, m := range hidden.FindAllStringSubmatch(a.Body, -1) {
		ids = append(ids, m[1])
	}
	return ids
}

func TestPhotosAreSentWithARecord(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, _ *activity.Service) {
		c := k.As(t, "officer", "A1")
		c.Get(giftAddress).Has(t, "tối đa 4 ảnh", "Hoàn cảnh")
		f := giftForm(c, t, "firm", "Công ty May Hai", "host", "LĐLĐ quận An")
		one, two := sent{"photos", "lễ.jpg", shot(t, 10)}, sent{"photos", "quà.jpg", shot(t, 200)}
		refused := upload(t, c, giftAddress, f, one, two, sent{"photos", "", nil}, sent{"other", "x.exe", []byte("MZ")})
		refused.Must(t, http.StatusUnprocessableEntity).Has(t, "Không có đơn vị mang mã LĐLĐ quận An", "lễ.jpg", "quà.jpg")
		ids := carried(refused)
		f.Set("host", "")
		f["photos"] = ids
		first := upload(t, c, giftAddress, f).Must(t, http.StatusSeeOther)
		second := upload(t, c, giftAddress, f).Must(t, http.StatusSeeOther)
		if first.Location != second.Location || len(ids) != 2 {
			t.Errorf("two clicks: %s, %s; %d files", first.Location, second.Location, len(ids))
		}
		shown := c.Get(first.Location).Must(t, http.StatusOK).Has(t, "18.200.000 đồng", "Công ty May Hai")
		if !strings.Contains(shown.Body, `alt="lễ.jpg"`) {
			t.Error("the photo is not shown")
		}
		at := first.Location + "/files/" + ids[0]
		got := c.Get(at).Must(t, http.StatusOK)
		if got.Header.Get("Content-Type") != "image/jpeg" || c.Get(at+"/preview").Status != http.StatusOK {
			t.Errorf("served as %v", got.Header)
		}
		k.As(t, "officer", "HN-B").Get(at).Must(t, http.StatusNotFound)
		k.As(t, "officer", "HN-B").Get(at+"/preview").Must(t, http.StatusNotFound)
	})
}

func TestAPhotoIsTakenAwayAndAnotherAdded(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, s *activity.Service) {
		c := k.As(t, "officer", "A1")
		at := upload(t, c, giftAddress, giftForm(c, t), sent{"photos", "a.jpg", shot(t, 1)}, sent{"photos", "b.jpg", shot(t, 2)}).Must(t, http.StatusSeeOther).Location
		form := c.Get(at+"/change").Must(t, http.StatusOK).Has(t, "a.jpg", "b.jpg")
		ids := carried(form)
		f := giftForm(c, t, "version", form.Value(t, "version"), "reason", "Đổi ảnh", "drop", ids[0])
		f["photos"] = ids
		upload(t, c, at+"/change", f, sent{"photos", "c.jpg", shot(t, 3)}).Must(t, http.StatusSeeOther)
		c.Get(at).Has(t, "Ảnh: a.jpg, b.jpg", "b.jpg, c.jpg")
		c.Get(at+"/files/"+ids[0]).Must(t, http.StatusOK) // history keeps it
		// What somebody else sent and attached nowhere is not to be had by its id.
		loose := carried(upload(t, c, giftAddress, giftForm(c, t, "amount", "x"), sent{"photos", "d.jpg", shot(t, 4)}).Must(t, http.StatusUnprocessableEntity))
		thief := k.As(t, "officer", "HN-A")
		steal := giftForm(thief, t, "photos", loose[0])
		upload(t, thief, giftAddress, steal).Must(t, http.StatusUnprocessableEntity).Has(t, "do người khác gửi").Lacks(t, "d.jpg")
	})
}

// packed is a zip of one part, as office files are.
func packed(t *testing.T, name string, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	part, err := w.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range size {
		if _, err := part.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// noise is bytes that no packing makes smaller.
func noise(size int) []byte {
	out, sum := make([]byte, 0, size), sha256.Sum256(nil)
	for len(out) < size {
		sum = sha256.Sum256(sum[:])
		out = append(out, sum[:]...)
	}
	return out[:size]
}

func TestBadFilesAreRefusedAtTheirFieldAndNothingTypedIsLost(t *testing.T) {
	letterForm := func(c *testkit.Client, t *testing.T) url.Values {
		a := c.Get("/activities/new?kind=letter").Must(t, http.StatusOK)
		return url.Values{"once": {a.Value(t, "once")}, "unit": {"A1"}, "day": {"1/12/2023"}, "sent": {"1/12/2023"}, "note": {"chữ của tôi"}}
	}
	each(t, func(t *testing.T, k *testkit.Kit, s *activity.Service) {
		c := k.As(t, "officer", "A1")
		for name, bad := range map[string]struct {
			file sent
			says string
		}{
			"30 MB that are no photo": {sent{"photos", "ảnh.jpg", noise(30 << 20)}, "không phải ảnh"},
			"a page as a photo":       {sent{"photos", "ảnh.jpg", []byte("<html><script>alert(1)</script>")}, "không phải ảnh"},
			"a renamed executable":    {sent{"scan", "quyết định.pdf", append([]byte("MZ\x90\x00\x03"), noise(4096)...)}, "không thuộc loại nhận được"},
			"an XLSX bomb":            {sent{"scan", "bảng.xlsx", packed(t, "xl/workbook.xml", 300)}, "bảng.xlsx"},
			"a page":                  {sent{"scan", "a.pdf", []byte("<!doctype html><script>alert(1)</script>")}, "trang web"},
			"an empty file":           {sent{"scan", "a.pdf", nil}, "không có nội dung"},
			"more than 40 MB":         {sent{"scan", "a.pdf", append([]byte("%PDF-1.7\n"), noise(41<<20)...)}, "cộng lại quá 40 MB"},
		} {
			f, path := letterForm(c, t), "/activities/new?kind=letter"
			if bad.file.field == "photos" {
				f, path = giftForm(c, t, "note", "chữ của tôi"), giftAddress
			}
			a := upload(t, c, path, f, bad.file)
			a.Must(t, http.StatusUnprocessableEntity).Has(t, bad.says, "chữ của tôi")
			if a.Value(t, "day") == "" {
				t.Errorf("%s: the day is gone", name)
			}
		}
		lines, _, err := s.List(k.System(), activity.Filter{})
		if err != nil || len(lines) != 0 {
			t.Errorf("recorded %d, %v", len(lines), err)
		}
	})
}

func TestAFormThatIsNoFormIsRefused(t *testing.T) {
	each(t, func(t *testing.T, k *testkit.Kit, _ *activity.Service) {
		c := k.As(t, "officer", "A1")
		for name, a := range map[string]testkit.Answer{
			"cut":         c.Upload(giftAddress, "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"day\"\r\n\r\n19/12"),
			"no boundary": c.Upload(giftAddress, "multipart/form-data", "x"),
			"endless":     c.Upload(giftAddress, "multipart/form-data; boundary=x", strings.Repeat("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n", 1500)+"--x--"),
			"long":        c.Upload(giftAddress, "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"+strings.Repeat("b", 2<<20)+"\r\n--x--"),
		} {
			if a.Status != http.StatusUnprocessableEntity {
				t.Errorf("%s: %d %s", name, a.Status, a.Text())
			}
		}
	})
}
