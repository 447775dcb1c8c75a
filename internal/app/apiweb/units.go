package apiweb

import (
	"context"

	"donghanh/internal/org"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

// Unit is a unit as the contract says it. Days are null where there are none.
type Unit struct {
	Code         string   `json:"code"`
	Name         string   `json:"name"`
	Kind         string   `json:"kind"`
	Parent       *string  `json:"parent" doc:"Mã cấp trên vào ngày hỏi"`
	Sector       *string  `json:"sector"`
	Bloc         *string  `json:"bloc"`
	Ward         *string  `json:"ward"`
	FoundedOn    *string  `json:"founded_on" doc:"null: có trước khi lập sổ"`
	DissolvedOn  *string  `json:"dissolved_on" doc:"ngày hoạt động cuối cùng"`
	Successors   []string `json:"successors" doc:"Mã đơn vị tiếp nhận, theo các quyết định đã có hiệu lực vào ngày hỏi"`
	Predecessors []string `json:"predecessors" doc:"Mã đơn vị mà đơn vị này tiếp nhận, cũng vào ngày hỏi"`
}

type unitIn struct {
	Code string `path:"code"`
	On   string `query:"on" doc:"Ngày, dạng 2023-12-31; bỏ trống là hôm nay"`
}

type unitOut struct{ Body Unit }

func (a *API) unit(ctx context.Context, in *unitIn) (*unitOut, error) {
	var out unitOut
	return &out, a.DB.Read(ctx, func(tx *db.Tx) error {
		on, err := dayOr(in.On, tx.Today())
		if err != nil {
			return err
		}
		u, err := a.Org.Find(ctx, tx, in.Code)
		if err == nil && u.Withdrawn() {
			err = errs.New(errs.NotFound, "error.notfound") // its founding was taken back: it never lived
		}
		if err != nil {
			return err
		}
		out.Body, err = a.describe(ctx, tx, u, on)
		return err
	})
}

func dayOr(s string, otherwise day.Date) (day.Date, error) {
	if s == "" {
		return otherwise, nil
	}
	d, err := day.Parse(s)
	if err != nil {
		return "", errs.At("on", "error.date.impossible").Because(err)
	}
	return d, nil
}

func (a *API) describe(ctx context.Context, tx *db.Tx, u org.Unit, on day.Date) (Unit, error) {
	out := Unit{
		Code: u.Code, Name: u.Name, Kind: u.Kind, Sector: orNull(u.Sector), Bloc: orNull(u.Bloc), Ward: orNull(u.Ward),
		FoundedOn: orNull(string(u.FoundedOn)), DissolvedOn: orNull(string(u.DissolvedOn)),
	}
	if err := a.kin(ctx, tx, u, on, &out); err != nil {
		return out, err
	}
	p, err := a.Org.ParentOn(ctx, tx, u.ID, on)
	if errs.Is(err, errs.NotFound) {
		return out, nil
	}
	out.Parent = &p.Code
	return out, err
}

// kin names who went on with the unit by a day, and whom it went on with.
func (a *API) kin(ctx context.Context, tx *db.Tx, u org.Unit, on day.Date, out *Unit) error {
	after, err := a.Org.Successors(ctx, tx, u.ID, on)
	if err != nil {
		return err
	}
	before, err := a.Org.Predecessors(ctx, tx, u.ID, on)
	out.Successors, out.Predecessors = org.CodesOf(after), org.CodesOf(before)
	return err
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Founding is a founding act as it is sent.
type Founding struct {
	ID            string `json:"id,omitempty" doc:"UUIDv7 của quyết định; gửi lại cùng id không ghi hai lần"`
	Code          string `json:"code,omitempty"`
	Name          string `json:"name"`
	Kind          string `json:"kind"`
	Parent        string `json:"parent"`
	Sector        string `json:"sector,omitempty"`
	Bloc          string `json:"bloc,omitempty"`
	Ward          string `json:"ward,omitempty"`
	Employer      string `json:"employer,omitempty"`
	FoundedOn     string `json:"founded_on"`
	DecisionNo    string `json:"decision_no,omitempty"`
	DecidedOn     string `json:"decided_on,omitempty"`
	Signer        string `json:"signer,omitempty"`
	Members       int64  `json:"members_on_start,omitempty"`
	Women         int64  `json:"women_on_start,omitempty"`
	Admitted      int64  `json:"admitted,omitempty" doc:"trong số đó, người kết nạp mới"`
	AdmittedWomen int64  `json:"admitted_women,omitempty"`
	Workers       int64  `json:"workers,omitempty"`
	WorkerWomen   int64  `json:"worker_women,omitempty"`
	Reason        string `json:"reason,omitempty" doc:"Lý do, khi ngày thành lập nằm trong kỳ báo cáo đã ký"`
}

type foundIn struct{ Body Founding }

type foundOut struct {
	Status int
	Body   Unit
}

func (a *API) found(ctx context.Context, in *foundIn) (*foundOut, error) {
	f, err := in.Body.act(a.Org.Rules)
	if err != nil {
		return nil, err
	}
	out := foundOut{Status: 201}
	return &out, a.DB.Write(ctx, func(tx *db.Tx) error {
		u, err := a.Org.FoundIn(ctx, tx, f)
		if err != nil {
			return err
		}
		out.Body, err = a.describe(ctx, tx, u, tx.Today())
		return err
	})
}

// act reads the words of a sent act by the rules.
func (b Founding) act(rules *org.Rules) (f org.Founding, err error) {
	var faults errs.List
	f = org.Founding{
		ID: b.ID, Code: b.Code, Name: b.Name, Kind: b.Kind, Parent: b.Parent, Sector: b.Sector, Bloc: b.Bloc, Ward: b.Ward,
		Employer: b.Employer, DecisionNo: b.DecisionNo, Signer: b.Signer, Members: b.Members, Women: b.Women,
		Admitted: b.Admitted, AdmittedWomen: b.AdmittedWomen, Workers: b.Workers, WorkerWomen: b.WorkerWomen, Reason: b.Reason,
	}
	if b.ID != "" && !db.ValidID(b.ID) {
		faults.Add(errs.At("id", "error.choice"))
	}
	if code := rules.ReadKind(b.Kind); code != "" {
		f.Kind = code
	}
	f.FoundedOn = readDay(&faults, "founded_on", b.FoundedOn)
	f.DecidedOn = readDay(&faults, "decided_on", b.DecidedOn)
	if f.FoundedOn == "" && b.FoundedOn == "" {
		faults.Add(errs.At("founded_on", "error.required")) // the opening balance is for imports
	}
	return f, faults.Err()
}

func readDay(faults *errs.List, field, s string) day.Date {
	if s == "" {
		return ""
	}
	d, err := day.Parse(s)
	if err != nil {
		faults.Add(errs.At(field, "error.date.impossible").Because(err))
	}
	return d
}

// catalogue lists what can be asked and recorded.
type catalogueOut struct {
	Body struct {
		Measures   []measure   `json:"measures"`
		Indicators []indicator `json:"indicators"`
		Kinds      []kind      `json:"activity_kinds"`
	}
}

type measure struct {
	Code string   `json:"code"`
	Name string   `json:"name"`
	Unit string   `json:"unit"`
	Dims []string `json:"dims"`
}

type indicator struct {
	Code string   `json:"code"`
	Name string   `json:"name"`
	Unit string   `json:"unit"`
	Type string   `json:"type" enum:"flow,stock,distinct,ratio"`
	By   []string `json:"by"`
}

type kind struct {
	Code   string   `json:"code"`
	Name   string   `json:"name"`
	Fields []field  `json:"fields"`
	Posts  []string `json:"posts"`
	Under  []string `json:"under" doc:"Loại việc mà việc này là một phần; rỗng là việc đứng riêng"`
}

type field struct {
	Name     string   `json:"name"`
	Type     string   `json:"type" enum:"number,money,text,date,choice,unit,employer,file,photo"`
	Required bool     `json:"required"`
	Choices  []string `json:"choices"`
}

func (a *API) catalogue(context.Context, *struct{}) (*catalogueOut, error) {
	var out catalogueOut
	c := a.Org.Ledger.Catalogue
	for _, m := range c.Measures {
		out.Body.Measures = append(out.Body.Measures, measure{m.Code, m.Name, m.Unit, names(c.MeasureDims(m.Code))})
	}
	for _, i := range c.Indicators {
		out.Body.Indicators = append(out.Body.Indicators, indicator{i.Code, i.Name, i.Unit, string(i.Type), names(i.Dimensions())})
	}
	for _, k := range a.Activity.Kinds.List {
		e := kind{Code: k.Code, Name: k.Name, Fields: []field{}, Posts: []string{}, Under: names(k.Under)}
		for _, f := range k.Fields {
			choices := []string{}
			for _, ch := range f.Choices {
				choices = append(choices, ch.Value)
			}
			e.Fields = append(e.Fields, field{f.Name, string(f.Type), f.Required, choices})
		}
		for _, p := range k.Posts {
			e.Posts = append(e.Posts, p.Measure)
		}
		out.Body.Kinds = append(out.Body.Kinds, e)
	}
	return &out, nil
}

func names(s []string) []string { return append([]string{}, s...) }
