package activity_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"strings"
	"testing"

	"donghanh/internal/activity"
	"donghanh/internal/platform/audit"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/testkit"

	"github.com/google/go-cmp/cmp"
)

func TestEveryTypeOfFieldIsStoredInItsForm(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		rec := w.save(gift("firm", "  Công ty  May Hai ", "host", "a1", "story", "Chồng mất, hai con nhỏ"))
		want := activity.Fields{"amount": "18200000", "people": "20", "firm": "Công ty May Hai", "host": "A1", "story": "Chồng mất, hai con nhỏ"}
		if diff := cmp.Diff(want, rec.Fields); diff != "" || rec.Title != "Trao quà 18,2 triệu đồng" {
			t.Error(rec.Title, diff)
		}
		again := w.save(gift("firm", "CONG TY MAY HAI", "host", "CĐCS trường mầm non hoa hồng", "amount", "1.000.000 đ"))
		if again.Fields["firm"] != "Công ty May Hai" || again.Fields["amount"] != "1000000" {
			t.Errorf("of the register: %v", again.Fields)
		}
		names, err := w.Org.Employers(w.Ctx("officer", "A1"), "cong may", 5)
		if diff := cmp.Diff([]string{"Công ty May Hai"}, names); err != nil || diff != "" {
			t.Error(err, diff)
		}
	})
}

func TestBadFieldsAreRefusedByKeyAndField(t *testing.T) {
	cases := map[string]struct {
		draft activity.Draft
		want  string
	}{
		"money in words":            {gift("amount", "mười triệu"), "amount: error.money.form"},
		"half a đồng":               {gift("amount", "1,5"), "amount: error.money.form"},
		"either millions or thirds": {gift("amount", "18,200 triệu"), "amount: error.money.form"},
		"no money":                  {gift("amount", "0"), "amount: error.number.range"},
		"more than there is":        {gift("amount", "999.999 tỷ"), "amount: error.number.range"},
		"neither people nor story":  {gift("people", "0"), "people: activity.atleastone"},
		"a story alone":             {gift("people", "", "story", "Ốm nặng"), ""},
		"a unit nobody knows":       {gift("host", "Z9"), "host: error.unit.unknown"},
		"a unit of several":         {gift("host", "LĐLĐ quận"), "host: error.unit.unknown"},
		"an employer too long":      {gift("firm", strings.Repeat("ư", 201)), "firm: error.text.long"},
		"a story too long":          {gift("story", strings.Repeat("ư", 501)), "story: error.text.long"},
		"a file nobody sent":        {gift("photos", db.NewID()), "photos: activity.files.gone"},
		"a file of nonsense":        {gift("photos", "../../etc/passwd"), "photos: activity.files.gone"},
		"too many files":            {gift("photos", "a,b,c,d,e"), "photos: activity.files.many"},
		"a field of another kind":   {gift("count", "junk", "women", "x"), ""},
		"answered before sent":      {letter("due", "30/11/2023"), "due: activity.after_day"},
		"done in the future":        {letter("done", "26/12/2023"), "done: error.date.future"},
		"part of nothing":           {answer(""), "under: activity.under.missing"},
		"part of an unknown":        {answer(db.NewID()), "under: activity.under.unknown"},
		"part of an unknown ref":    {answer("CV-9"), "under: activity.under.unknown"},
		"a part that is none":       {gift("under", "CV-1"), "under: activity.under.none"},
		"a choice nobody offers":    {answer("CV-1", "view", "maybe"), "view: error.choice"},
		"a part by the ref":         {answer("CV-1"), ""},
		"a part of another kind":    {answer("KN-1"), "under: activity.under.kind"},
		"a part of a withdrawn one": {answer("CV-2"), "under: activity.under.withdrawn"},
		"a part in another unit":    {answer("CV-1", "unit", "B1"), "under: activity.under.unknown"},
	}
	each(t, func(t *testing.T, w world) {
		w.save(letter("ref", "CV-1"))
		w.record("ref", "KN-1")
		gone := w.save(letter("ref", "CV-2"))
		if _, err := w.activity.Withdraw(w.Ctx("officer", "HN"), gone.ID, 1, "Nhầm"); err != nil {
			t.Fatal(err)
		}
		for name, c := range cases {
			before := w.count()
			_, err := w.activity.Record(w.Ctx("officer", "HN"), c.draft)
			if got := testkit.Refused(err); got != c.want {
				t.Errorf("%s: refused %q, want %q", name, got, c.want)
			}
			if recorded := w.count() > before; recorded != (c.want == "") {
				t.Errorf("%s: recorded is %v", name, recorded)
			}
		}
		w.Verify()
	})
}

func TestPartsHoldTheWhole(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx := w.Ctx("officer", "A1")
		whole := w.save(letter())
		part := w.save(answer(whole.ID, "from", "A1-S"))
		other := w.save(letter("unit", "B1"))
		_, foreign := w.activity.Record(w.Ctx("officer", "HN"), answer(other.ID))
		if got := testkit.Refused(foreign); got != "under: activity.under.unknown" {
			t.Errorf("under another unit's: %q", got)
		}
		v, err := w.activity.Show(ctx, whole.ID)
		if err != nil || len(v.Parts) != 1 || v.Parts[0].Title != "Trả lời: Đồng ý" {
			t.Fatalf("parts %+v, %v", v.Parts, err)
		}
		_, withdrawn := w.activity.Withdraw(ctx, whole.ID, 1, "Nhầm")
		_, moved := w.activity.Change(w.Ctx("officer", "HN"), whole.ID, 1, letter("unit", "B1"), "Chuyển")
		if got := testkit.Refused(withdrawn) + ", " + testkit.Refused(moved); got != "activity.parts.first, unit: activity.parts.unit" {
			t.Errorf("with a part: %s", got)
		}
		changed, err := w.activity.Change(ctx, part.ID, 1, answer("", "view", "no"), "Nghe nhầm")
		if err != nil || changed.Under != whole.ID {
			t.Errorf("a changed part is under %q, %v", changed.Under, err)
		}
		if _, err := w.activity.Withdraw(ctx, part.ID, 2, "Nhầm"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.activity.Withdraw(ctx, whole.ID, 1, "Nhầm"); err != nil {
			t.Error(err)
		}
	})
}

func TestWhatIsPrivateIsMaskedUntilSomebodyAsks(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		rec := w.save(gift("story", "Chồng mất"))
		reader := w.Ctx("leader", "HN-A")
		reads := func() int {
			var all []audit.Record
			testkit.Read(t, w.DB, func(tx *db.Tx) (err error) {
				all, err = audit.List(t.Context(), tx, audit.Filter{Account: "leader@HN-A"})
				return err
			})
			return len(all)
		}
		shown, err := w.activity.Show(reader, rec.ID)
		lines, _, listed := w.activity.List(reader, activity.Filter{})
		if err != nil || listed != nil || shown.Fields["story"] != activity.Masked || lines[0].Fields["story"] != activity.Masked || reads() != 0 {
			t.Errorf("shown %v, listed %v, %v %v, %d reads", shown.Fields, lines[0].Fields, err, listed, reads())
		}
		read, err := w.activity.Reveal(reader, rec.ID)
		if err != nil || read.Fields["story"] != "Chồng mất" || reads() != 1 {
			t.Errorf("read %v, %v, %d reads", read.Fields, err, reads())
		}
		if _, err := w.activity.Reveal(w.Ctx("officer", "HN-B"), rec.ID); testkit.Refused(err) != "error.notfound" {
			t.Errorf("a stranger reads: %v", err)
		}
	})
}

// signedYear says that HN-A has signed a report on 2022.
func signedYear(w world) {
	w.activity.Signed = append(w.activity.Signed, func(_ context.Context, _ *db.Tx, unit string, from, to day.Date) ([]string, error) {
		if unit == w.UnitID("A1") && from <= "2022-12-31" && to >= "2022-01-01" {
			return []string{"Báo cáo năm 2022"}, nil
		}
		return nil, nil
	})
}

func TestAFactOfASignedPeriodAsksForAReason(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		signedYear(w)
		ctx := w.Ctx("officer", "A1")
		late := func(reason string) activity.Draft { return draft("day", "5/5/2022", "ref", "KN-1", "reason", reason) }
		_, without := w.activity.Record(ctx, late(" "))
		_, both := w.activity.Record(ctx, draft("day", "5/5/2022", "count", "0", "women", ""))
		rec, err := w.activity.Record(ctx, late("Phiếu đến muộn"))
		if err != nil {
			t.Fatal(err)
		}
		again, err := w.activity.Record(ctx, late("")) // a file sent twice changes nothing
		if err != nil || again.ID != rec.ID {
			t.Errorf("the same again: %v", err)
		}
		_, moved := w.activity.Change(ctx, rec.ID, 1, draft("day", "5/5/2023"), "")
		_, into := w.activity.Change(ctx, w.record().ID, 1, draft("day", "5/5/2022"), "")
		_, withdrawn := w.activity.Withdraw(ctx, rec.ID, 1, "")
		got := []string{testkit.Refused(without), testkit.Refused(both), testkit.Refused(moved), testkit.Refused(into), testkit.Refused(withdrawn)}
		want := []string{"reason: activity.signed", "count: error.number.range\nreason: activity.signed", "reason: activity.signed", "reason: activity.signed", "reason: activity.signed"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		var reasons []string
		testkit.Read(t, w.DB, func(tx *db.Tx) error {
			return tx.Select(t.Context(), &reasons, `SELECT DISTINCT reason FROM ledger_fact WHERE source_id = $1`, rec.ID)
		})
		if diff := cmp.Diff([]string{"Phiếu đến muộn"}, reasons); diff != "" {
			t.Error(diff)
		}
	})
}

// photo is a picture as a phone sends it, of a shade.
func photo(t *testing.T, shade uint8) *blob.Content {
	t.Helper()
	var b bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 64, 48))
	for i := range img.Pix {
		img.Pix[i] = shade
	}
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	c, err := blob.ReadPhoto(t.Context(), "ảnh.jpg", bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestFilesHangOnTheirRecord(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		ctx := w.Ctx("officer", "A1")
		keep := func(c ...*blob.Content) string {
			ids, err := w.activity.Keep(ctx, c)
			if err != nil {
				t.Fatal(err)
			}
			return strings.Join(ids, ",")
		}
		id, first := db.NewID(), keep(photo(t, 10), photo(t, 200))
		rec, err := w.activity.Record(ctx, gift("id", id, "photos", first))
		if err != nil {
			t.Fatal(err)
		}
		again, err := w.activity.Record(ctx, gift("id", id, "photos", keep(photo(t, 10), photo(t, 200))))
		if err != nil || again.Fields["photos"] != first {
			t.Errorf("a double click, its files sent twice: %v", err)
		}
		_, other := w.activity.Record(ctx, gift("id", id, "photos", keep(photo(t, 99))))
		_, stolen := w.activity.Record(w.Ctx("officer", "HN-B"), gift("unit", "B1", "photos", first))
		_, paper := w.activity.Record(ctx, gift("photos", keepPaper(t, w)))
		if got := testkit.Refused(other) + ", " + testkit.Refused(stolen) + ", " + testkit.Refused(paper); got != "activity.done, photos: activity.files.gone, photos: blob.photo" {
			t.Error(got)
		}
		superior := w.Ctx("officer", "HN-A") // keeps what another has sent
		one, _, _ := strings.Cut(first, ",")
		if _, err := w.activity.Change(superior, rec.ID, 1, gift("photos", one), "Bớt một ảnh"); err != nil {
			t.Fatal(err)
		}
		if i, preview, err := w.activity.File(superior, rec.ID, one); err != nil || i.Media != blob.JPEG || len(preview) == 0 {
			t.Errorf("a file of the record: %+v, %v", i, err)
		}
		if _, _, err := w.activity.File(w.Ctx("officer", "HN-B"), rec.ID, one); testkit.Refused(err) != "error.notfound" {
			t.Errorf("a stranger has it: %v", err)
		}
		var used []string
		testkit.Read(t, w.DB, func(tx *db.Tx) (err error) {
			used, err = w.activity.UsedFiles(t.Context(), tx, append(strings.Split(first, ","), db.NewID()))
			return err
		})
		if len(used) != 2 {
			t.Errorf("history keeps its files: %v", used)
		}
	})
}

func keepPaper(t *testing.T, w world) string {
	t.Helper()
	c, err := blob.ReadPaper(t.Context(), "a.txt", strings.NewReader("Danh sách"))
	if err != nil {
		t.Fatal(err)
	}
	ids, err := w.activity.Keep(w.Ctx("officer", "A1"), []*blob.Content{c})
	if err != nil {
		t.Fatal(err)
	}
	return ids[0]
}

func TestAFileNamesPartsAndReasons(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		signedYear(w)
		file := "ref,unit,kind,date,sent,due,view,under,reason\n" +
			"CV-1,A1,letter,2023-12-01,1/12/2023,20/12/2023,,,\n" +
			"TL-1,A1,answer,2023-12-10,,,Đồng ý,CV-1,\n" +
			"TL-2,A1,answer,2023-12-10,,,yes,CV-9,\n" +
			"CV-0,A1,letter,2022-12-01,1/12/2022,,,,\n" +
			"CV-00,A1,letter,2022-12-02,1/12/2022,,,,Tìm thấy trong tủ\n"
		res, said := w.imports("officer", "HN-A", file)
		if diff := cmp.Diff([]string{"row 4, under: activity.under.unknown", "row 5, reason: activity.signed"}, said); diff != "" || !res.Written {
			t.Error(diff)
		}
		for _, c := range w.activity.Columns() {
			if c.Name == "scan" || c.Name == "photos" {
				t.Errorf("a table has a column of files: %s", c.Name)
			}
		}
	})
}
