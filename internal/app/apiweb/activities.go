package apiweb

import (
	"context"
	"encoding/json"
	"fmt"

	"donghanh/internal/activity"
	"donghanh/internal/platform/errs"
)

// Draft is a piece of work as it is sent. Fields are the kind's own, text or
// numbers.
type Draft struct {
	Ref     string         `json:"ref,omitempty"`
	ID      string         `json:"id,omitempty" doc:"UUIDv7; gửi lại cùng id không ghi hai lần"`
	Unit    string         `json:"unit"`
	Kind    string         `json:"kind"`
	Date    string         `json:"date"`
	Title   string         `json:"title,omitempty"`
	Partner string         `json:"partner,omitempty"`
	Note    string         `json:"note,omitempty"`
	Under   string         `json:"under,omitempty" doc:"Việc chính mà việc này là một phần: id hoặc ref của nó, cùng đơn vị"`
	Reason  string         `json:"reason,omitempty" doc:"Lý do, khi ngày việc nằm trong kỳ báo cáo đã ký"`
	Fields  map[string]any `json:"fields" doc:"Các ô của loại việc, xem /api/v1/catalogue. Ô kiểu file và photo không gửi qua JSON: thêm tệp ở trang sửa việc."`
}

// Activity is a piece of recorded work.
type Activity struct {
	ID        string            `json:"id"`
	Ref       *string           `json:"ref"`
	Unit      string            `json:"unit"`
	Kind      string            `json:"kind"`
	Date      string            `json:"date"`
	Title     string            `json:"title"`
	Partner   *string           `json:"partner"`
	Note      *string           `json:"note"`
	Under     *string           `json:"under" doc:"id của việc chính"`
	Fields    map[string]string `json:"fields" doc:"Chuyện riêng của một người được che; ô kiểu file và photo không có ở đây"`
	Version   int               `json:"version"`
	Withdrawn bool              `json:"withdrawn"`
	URL       string            `json:"url"`
}

type recordIn struct{ Body Draft }

type recordOut struct {
	Status int
	Body   Activity
}

func (a *API) record(ctx context.Context, in *recordIn) (*recordOut, error) {
	b := in.Body
	var faults errs.List
	d := activity.Draft{
		ID: b.ID, Kind: b.Kind, Unit: b.Unit, Ref: b.Ref, Title: b.Title, Partner: b.Partner, Note: b.Note,
		Under: b.Under, Reason: b.Reason, Day: readDay(&faults, "date", b.Date), Fields: activity.Fields{},
	}
	k := a.Activity.Kinds.Find(b.Kind)
	for name, v := range b.Fields {
		if d.Fields[name] = text(v); k != nil && k.Field(name).Attached() {
			faults.Add(errs.At(name, "activity.files.json"))
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	rec, err := a.Activity.Record(ctx, d)
	if err != nil {
		return nil, sentNames(err)
	}
	v, err := a.Activity.Show(ctx, rec.ID)
	if err != nil {
		return nil, err
	}
	return &recordOut{Status: 201, Body: sayRecord(v)}, nil
}

// sentNames says refusals by the names the contract has.
func sentNames(err error) error {
	for _, e := range errs.All(err) {
		if e.Field == "day" {
			e.Field = "date"
		}
	}
	return err
}

// text writes a JSON value as it would be typed.
func text(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case string:
		return x
	case float64:
		if x == float64(int64(x)) {
			return fmt.Sprint(int64(x))
		}
	}
	b, _ := json.Marshal(v) // what came from JSON goes back to JSON
	return string(b)
}

type activityIn struct {
	ID string `path:"id"`
}

type activityOut struct{ Body Activity }

func (a *API) activity(ctx context.Context, in *activityIn) (*activityOut, error) {
	v, err := a.Activity.Show(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return &activityOut{sayRecord(v)}, nil
}

func sayRecord(v activity.View) Activity {
	fields := map[string]string{}
	for name, value := range v.Fields {
		if v.KindRule == nil || !v.KindRule.Field(name).Attached() {
			fields[name] = value
		}
	}
	return Activity{
		ID: v.ID, Ref: orNull(v.Ref), Unit: v.UnitRow.Code, Kind: v.Kind, Date: string(v.Day), Title: v.Title,
		Partner: orNull(v.Partner), Note: orNull(v.Note), Under: orNull(v.Under), Fields: fields, Version: v.Version,
		Withdrawn: v.WithdrawnAt != nil, URL: "/activities/" + v.ID,
	}
}
