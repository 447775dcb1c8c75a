package journeys

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/job"
	"donghanh/internal/testkit/browser"
	"donghanh/internal/testkit/postbox"
)

// committee is the partner of the journey.
const committee = "UBND quận Ba Đình"

// TestAPartnersRoomInABrowser: an officer opens a room; the partner gets a letter
// on a phone, types the code, reports progress with a photo and says that a duty
// is done; the officer sees it and revokes the link; the partner is out.
func TestAPartnersRoomInABrowser(t *testing.T) {
	photo := filepath.Join(t.TempDir(), "IMG_20231220_0815.jpg")
	if err := os.WriteFile(photo, withPlace(t), 0o600); err != nil {
		t.Fatal(err)
	}
	eachWorld(t, func(t *testing.T, w *world) {
		box := postbox.Open(t)
		w.Mailer.Server = box.Server()
		w.Mailer.Server.BaseURL = w.url
		w.works(t)
		at := w.url + agreement.Href(w.coordinated(t))

		officer := w.as(t, "badinh", 1440)
		officer.Go(at)
		officer.Click("text=Mở phòng cho đối tác")
		officer.Fill("#f-name", "Lâm Mỹ Dung")
		officer.Fill("#f-email", "vanphong@doitac.vn")
		officer.Click(".savebar .btn-primary")
		shown := officer.Text("#room-link")

		phone := browser.Open(t, 360, 800)
		phone.AllowProblem("404") // the link that was revoked
		link := letterHas(t, box, regexp.MustCompile(`http://\S+/room/[\w-]{43}`))
		if link != shown {
			t.Errorf("the officer is shown %s, the letter has another link", shown)
		}
		phone.Go(link)
		phone.NoSidewaysScroll(t)
		phone.Click("text=Xin mã")
		code := strings.TrimPrefix(letterHas(t, box, regexp.MustCompile(`là \d{6}`)), "là ")
		phone.Fill("#f-code", code[:3]+" "+code[3:])
		phone.Click("text=Vào phòng")
		contains(t, "the room", phone.Text("main"), "Mở lớp luật cho công nhân")
		phone.NoSidewaysScroll(t)
		reportInRoom(t, phone, photo)

		officer.Go(w.url + "/notices")
		contains(t, "the notices", officer.Text("main"), committee+" vừa báo tiến độ")
		contains(t, "the notices", officer.Text("main"), committee+" báo đã làm xong một phần việc")
		officer.Go(at)
		contains(t, "the agreement", officer.Text("main"), "Đã mở hai lớp")
		contains(t, "the agreement", officer.Text("main"), "Đủ bốn lớp")
		contains(t, "the agreement", officer.Text("main"), "Vào lần cuối")
		contains(t, "the agreement", officer.Text("main"), "Đang mở")
		officer.Click("text=Thu hồi")
		contains(t, "after revoking", officer.Text("main"), "Đã thu hồi")
		phone.Go(link)
		contains(t, "the phone", phone.Text("main"), "Liên kết hoặc mã không đúng, hoặc đã hết hạn")
		if text := phone.Text("body"); strings.Contains(text, "Mở lớp luật") {
			t.Errorf("the phone still shows: %s", text)
		}
	})
}

// reportInRoom tells progress with a photo, then how the duty came out.
func reportInRoom(t *testing.T, phone *browser.Page, photo string) {
	t.Helper()
	phone.Click("text=Báo tiến độ")
	phone.Fill("#f-text", "Đã mở hai lớp")
	phone.Upload("#f-files", photo)
	phone.Click("text=Gửi tiến độ")
	contains(t, "after the progress", phone.Text("main"), "Đã gửi.")
	contains(t, "after the progress", phone.Text("main"), "Đã mở hai lớp")
	contains(t, "after the progress", phone.Text("main"), "Lâm Mỹ Dung, "+committee)
	var width int
	phone.Eval(`(async () => { const img = document.querySelector("main img"); img.scrollIntoView(); await img.decode(); return img.naturalWidth })()`, &width)
	if width == 0 {
		t.Error("the photo does not show")
	}
	phone.Click("main a[href*='/duties/']")
	phone.Click("text=Đã làm xong")
	phone.Fill("#f-text", "Đủ bốn lớp")
	phone.NoSidewaysScroll(t)
	phone.Click("text=Gửi kết quả")
	contains(t, "after the outcome", phone.Text("main"), "Đã ghi kết quả")
	contains(t, "after the outcome", phone.Text("main"), "Xong ngày 25/12/2023")
	contains(t, "after the outcome", phone.Text("main"), "Đủ bốn lớp")
	phone.NoSidewaysScroll(t)
}

// coordinated is a signed programme of Ba Đình with its People's Committee, which
// has promised something.
func (w *world) coordinated(t *testing.T) (id string) {
	t.Helper()
	actor, err := w.Auth.ActorByName(t.Context(), "badinh")
	if err != nil {
		t.Fatal(err)
	}
	ctx := auth.With(t.Context(), actor)
	a, err := w.Agreement.Begin(ctx, agreement.Head{
		Unit: "HN-BADINH", Kind: agreement.Programme, Title: "Chương trình phối hợp UBND - LĐLĐ quận Ba Đình 2023-2025",
		From: "2023-01-01", To: "2025-12-31", Notice: -1, Review: -1,
		Opposite: []agreement.Opposite{{Name: committee, Kind: agreement.People}},
	})
	var f agreement.Field
	if err == nil {
		f, err = w.Agreement.SaveField(ctx, a.ID, agreement.Field{Heading: "Tuyên truyền pháp luật"})
	}
	if err == nil {
		_, err = w.Agreement.SaveCommitment(ctx, a.ID, agreement.Promise{Commitment: agreement.Commitment{
			Field: f.ID, Text: "Mở lớp luật cho công nhân", Side: agreement.B, Due: "2023-12-31",
		}})
	}
	var c agreement.Card
	if err == nil {
		c, err = w.Agreement.Open(ctx, a.ID)
	}
	if err == nil {
		_, err = w.Agreement.Sign(ctx, a.ID, c.Version, agreement.Signing{On: "2023-02-01", Place: "Hà Nội"})
	}
	if err != nil {
		t.Fatal(err)
	}
	return a.ID
}

// works does the program's background work until the test ends.
func (w *world) works(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var done sync.WaitGroup
	log := slog.New(slog.NewTextHandler(failing{t}, &slog.HandlerOptions{Level: slog.LevelError}))
	done.Go(func() { (&job.Runner{DB: w.DB, Workers: w.Workers, Log: log, Every: 50 * time.Millisecond}).Run(ctx) })
	t.Cleanup(func() { stop(); done.Wait() })
}

// letterHas waits for a letter with something in it and gives what it is.
func letterHas(t *testing.T, box *postbox.Box, what *regexp.Regexp) string {
	t.Helper()
	for range 600 {
		for _, l := range box.Got() {
			_, _, parts := l.Read(t)
			if found := what.FindString(parts["text/plain"]); found != "" {
				return found
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("no such letter has come")
	return ""
}
