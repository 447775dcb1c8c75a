// Package apiweb is the JSON API of design.md §7: units, catalogue, figures and
// their sources, recording. It calls the same services as the pages.
package apiweb

import (
	"context"
	"net/http"
	"strings"

	"donghanh/internal/activity"
	"donghanh/internal/ledger"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/web"
	"donghanh/internal/target"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// Version of the contract; a change of openapi.golden.json asks for a new one.
const Version = "1.2.0"

// API is what the operations need.
type API struct {
	Site     *web.Site
	DB       *db.DB
	Org      *org.Service
	Target   *target.Service
	Activity *activity.Service
	Names    ledger.Namers
}

// Routes are the operations with what each needs, the contract and its page.
func (a *API) Routes() []web.Route {
	api, mux := a.build()
	routes := []web.Route{
		{Pattern: "GET /api/v1/openapi.json", Need: web.Public, Do: contract(api)},
		{Pattern: "GET /api/docs", Need: web.Public, Do: a.docs(api)},
	}
	for _, op := range a.operations() {
		routes = append(routes, web.Route{Pattern: op.method + " " + op.path, Need: op.need, Do: func(w http.ResponseWriter, r *http.Request) error {
			mux.ServeHTTP(w, r)
			return nil
		}})
	}
	return routes
}

// operation is one line of the API's table.
type operation struct {
	method, path string
	need         auth.Action
	register     func(huma.API, huma.Operation)
	id, summary  string
	text         string
}

func (a *API) operations() []operation {
	return []operation{
		{
			"GET", "/api/v1/units/{code}", org.Read, handle(a.unit), "unit", "Một đơn vị",
			"Đơn vị theo mã; on là ngày muốn xem cây tổ chức.",
		},
		{
			"POST", "/api/v1/units", org.Manage, handle(a.found), "found", "Ghi quyết định thành lập đơn vị",
			"Cùng id gửi lại thì không thành lập hai lần. Bỏ trống code thì hệ thống cấp mã kế tiếp.",
		},
		{"GET", "/api/v1/catalogue", web.SignedIn, handle(a.catalogue), "catalogue", "Danh mục số đo, chỉ tiêu, loại việc", ""},
		{
			"GET", "/api/v1/figures", org.Read, handle(a.figures), "figures", "Số liệu theo chỉ tiêu",
			"indicator là một hoặc nhiều mã, cách nhau bằng dấu phẩy; kết quả theo đúng thứ tự hỏi.",
		},
		{
			"GET", "/api/v1/figures/sources", org.Read, handle(a.sources), "sources", "Bản ghi làm nên một con số",
			"Cộng quantity theo part thì ra tử số (numerator) và mẫu số (denominator).",
		},
		{
			"POST", "/api/v1/activities", activity.Write, handle(a.record), "record", "Ghi một việc",
			"ref là tên riêng của bên gửi, không trùng trong một đơn vị: gửi lại cùng ref thì không ghi hai lần. Tệp và ảnh không gửi qua JSON.",
		},
		{"GET", "/api/v1/activities/{id}", activity.Read, handle(a.activity), "activity", "Một việc đã ghi", ""},
	}
}

func (a *API) build() (huma.API, *http.ServeMux) {
	mux := http.NewServeMux()
	c := huma.DefaultConfig("Đồng Hành", Version)
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	c.CreateHooks = nil // no $schema links in answers
	c.Transformers = []huma.Transformer{translate}
	c.Info.Description = "Số liệu và việc của công đoàn các cấp. Xác thực bằng Authorization: Bearer <khoá>, lấy ở trang Tài khoản hoặc bằng donghanh token create."
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"bearer": {Type: "http", Scheme: "bearer"}}
	api := humago.New(mux, c)
	for _, op := range a.operations() {
		op.register(api, huma.Operation{
			OperationID: op.id, Method: op.method, Path: op.path, Summary: op.summary, Description: op.text,
			Security: []map[string][]string{{"bearer": {}}}, Errors: []int{401, 403, 404, 409, 422},
		})
	}
	return api, mux
}

// handle turns a function of a service into an operation; its errors become
// problems by the one map of package web.
func handle[In, Out any](fn func(context.Context, *In) (*Out, error)) func(huma.API, huma.Operation) {
	return func(api huma.API, op huma.Operation) {
		huma.Register(api, op, func(ctx context.Context, in *In) (*Out, error) {
			out, err := fn(ctx, in)
			if err != nil {
				return nil, problem(ctx, err)
			}
			return out, nil
		})
	}
}

// problem makes an error huma writes as RFC 9457.
func problem(ctx context.Context, err error) error {
	p := web.ProblemOf(ctx, errs.Of(err))
	out := &huma.ErrorModel{Type: p.Type, Title: p.Title, Status: p.Status, Detail: p.Detail, Instance: p.Instance}
	for _, e := range p.Errors {
		out.Errors = append(out.Errors, &huma.ErrorDetail{Location: e.Location, Message: e.Message})
	}
	return out
}

// translate says in the reader's language what huma finds wrong with the form
// of a request, before a service sees it.
func translate(ctx huma.Context, _ string, v any) (any, error) {
	m, ok := v.(*huma.ErrorModel)
	if !ok || len(m.Errors) == 0 || m.Instance != "" {
		return v, nil
	}
	p := i18n.From(ctx.Context())
	m.Detail = p.T("api.invalid")
	for _, e := range m.Errors {
		switch {
		case strings.Contains(e.Message, "required"):
			e.Message = p.T("error.required")
		case strings.Contains(e.Message, "unexpected property"):
			e.Message = p.T("api.unexpected")
		default:
			e.Message = p.T("api.form")
		}
		e.Value = nil // what was sent may be personal
	}
	return m, nil
}

func contract(api huma.API) web.Handler {
	return func(w http.ResponseWriter, _ *http.Request) error {
		b, err := api.OpenAPI().MarshalJSON()
		if err != nil {
			return err
		}
		w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
		_, err = w.Write(b)
		return err
	}
}
