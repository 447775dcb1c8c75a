package homeweb_test

import (
	"context"
	"fmt"
	"testing"

	"donghanh/internal/activity"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/notify"
	"donghanh/internal/report"
	"donghanh/internal/testkit"
)

// busy is the world with one of each thing that waits. Of the district Ba Đình
// the city wants the year (yesterday), the quarter (today, begun) and the half
// (in a week, returned); its nine months wait for the signature. Ba Đình wants
// the year of its five unions: BD-1 has handed it in, BD-2 only begun.
type busy struct {
	world
	ids map[string]string
}

func newBusy(t *testing.T, d *db.DB) busy {
	t.Helper()
	b := busy{newWorld(t, d), map[string]string{}}
	city, district := b.Ctx("officer", "HN"), b.Ctx("officer", "HN-BD")
	d.Clock.Set("2023-12-11")
	b.call(city, "HN", "year", "2023", "2023-12-24")
	b.call(city, "HN", "quarter", "2023-Q4", "2023-12-25")
	b.call(city, "HN", "half", "2023-H2", "2024-01-01")
	b.call(district, "HN-BD", "base_year", "2023", "2023-12-20")
	nine := b.submit(district, b.begin(district, "HN-BD", "nine", "2023-9M"))
	_, err := b.report.Accept(city, nine.ID, nine.Version)
	b.ok(err)
	b.submit(b.Ctx("officer", "HN-LB"), b.begin(b.Ctx("officer", "HN-LB"), "HN-LB", "year", "2023"))
	b.submit(b.Ctx("officer", "BD-1"), b.begin(b.Ctx("officer", "BD-1"), "BD-1", "base_year", "2023"))
	b.begin(b.Ctx("officer", "BD-2"), "BD-2", "base_year", "2023")
	d.Clock.Set("2023-12-24")
	half := b.submit(district, b.begin(district, "HN-BD", "half", "2023-H2"))
	_, err = b.report.Return(city, half.ID, half.Version, "thiếu số lao động nữ")
	b.ok(err)
	b.begin(district, "HN-BD", "stage", "2019/2023")
	d.Clock.Set(testkit.Today)
	b.begin(district, "HN-BD", "quarter", "2023-Q4")
	b.work()
	return b
}

// work is open work: late, due today, due in time, too far ahead, done, without
// a day, and of somebody else's unit.
func (b busy) work() {
	b.t.Helper()
	b.directive("HN-BD", "Rà soát Tết sum vầy", "2023-12-23", "")
	b.directive("BD-1", "Kiểm tra bếp ăn ca", "2023-12-25", "")
	b.directive("HN-BD", "Chuẩn bị đại hội", "2024-01-06", "")
	b.directive("HN-BD", "Việc còn xa", "2024-01-20", "")
	b.directive("HN-BD", "Việc đã xong", "2023-12-01", "2023-12-02")
	b.directive("HN-LB", "Việc của Long Biên", "2023-12-22", "")
	advice := b.record(activity.Draft{Kind: "advice", Unit: "HN-BD", Day: "2023-11-01", Fields: activity.Fields{"subject": "nhà trẻ cho con công nhân"}})
	b.record(activity.Draft{Kind: "advice_recipient", Unit: "HN-BD", Day: "2023-11-01", Under: advice, Fields: activity.Fields{"recipient": "UBND quận", "reply_due": "28/12/2023"}})
	b.record(activity.Draft{Kind: "advice_recipient", Unit: "HN-BD", Day: "2023-11-01", Under: advice, Fields: activity.Fields{"recipient": "Phòng GD&ĐT"}})
	b.record(activity.Draft{Kind: "advice_recipient", Unit: "HN-BD", Day: "2023-11-01", Under: advice, Fields: activity.Fields{"recipient": "Phòng Y tế", "answered_on": "05/11/2023"}})
}

func (b busy) directive(unit, text, due, done string) {
	b.t.Helper()
	b.ids[text] = b.record(activity.Draft{Kind: "directive", Unit: unit, Day: "2023-11-20", Fields: activity.Fields{"leader": "Chủ tịch", "directive": text, "due_on": due, "done_on": done}})
}

func (b busy) record(d activity.Draft) string {
	b.t.Helper()
	rec, err := b.activity.Record(b.System(), d)
	b.ok(err)
	return rec.ID
}

func (b busy) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b busy) call(ctx context.Context, unit, template, period string, due day.Date) {
	b.t.Helper()
	c, err := b.report.CallFor(ctx, report.Calling{Unit: unit, Template: template, Period: period, Due: due})
	b.ok(err)
	b.ids["call "+template] = c.ID
}

func (b busy) begin(ctx context.Context, unit, template, period string) report.Report {
	b.t.Helper()
	r, err := b.report.Begin(ctx, report.Beginning{Unit: unit, Template: template, Period: period})
	b.ok(err)
	b.ids[unit+" "+template] = r.ID
	return r
}

func (b busy) submit(ctx context.Context, r report.Report) report.Report {
	b.t.Helper()
	r, err := b.report.Submit(ctx, r.ID, r.Version)
	b.ok(err)
	return r
}

// tell tells an account something n times.
func (b busy) tell(name string, n int) {
	b.t.Helper()
	testkit.Write(b.t, b.DB, func(tx *db.Tx) error {
		var id string
		if err := tx.Get(b.t.Context(), &id, `SELECT id FROM auth_account WHERE name = $1`, name); err != nil {
			return err
		}
		for i := range n {
			args := i18n.Args{"name": fmt.Sprintf("CĐCS số %d", i+1), "report": "Báo cáo năm 2023"}
			if err := notify.Add(b.t.Context(), tx, notify.Notice{To: []string{id}, Key: "report.news.submitted", Args: args, Href: "/reports"}); err != nil {
				return err
			}
		}
		return nil
	})
}
