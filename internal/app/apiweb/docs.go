package apiweb

import (
	"net/http"
	"slices"
	"strings"

	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/web"

	"github.com/danielgtaylor/huma/v2"
)

// op is an operation as its page shows it.
type op struct {
	Method, Path, ID, Summary, Text string
	Inputs                          []input
	Answer                          []input
}

// input is a parameter, or a field of a body.
type input struct {
	Name, Where, Type, Doc string
	Required               bool
}

// docs shows the contract as a page of our own; huma's loads from a CDN.
func (a *API) docs(api huma.API) web.Handler {
	var list []op
	for _, o := range a.operations() {
		item := api.OpenAPI().Paths[o.path]
		spec := item.Get
		if o.method == http.MethodPost {
			spec = item.Post
		}
		list = append(list, describeOp(o, spec, api.OpenAPI().Components.Schemas))
	}
	return func(w http.ResponseWriter, r *http.Request) error {
		page, body := web.Page{Title: i18n.T(r.Context(), "api.title"), Nav: "api", Wide: true}, docsPage(list)
		if web.Me(r) == nil {
			return a.Site.Bare(w, r, http.StatusOK, page.Title, body)
		}
		return a.Site.Render(w, r, http.StatusOK, page, body)
	}
}

func describeOp(o operation, spec *huma.Operation, schemas huma.Registry) op {
	out := op{Method: o.method, Path: o.path, ID: o.id, Summary: o.summary, Text: o.text}
	for _, p := range spec.Parameters {
		out.Inputs = append(out.Inputs, input{p.Name, p.In, p.Schema.Type, p.Description + p.Schema.Description, p.Required})
	}
	if spec.RequestBody != nil {
		out.Inputs = append(out.Inputs, fieldsOf(spec.RequestBody.Content["application/json"].Schema, schemas, "body")...)
	}
	for _, code := range []string{"200", "201"} {
		if r := spec.Responses[code]; r != nil && r.Content["application/json"] != nil {
			out.Answer = fieldsOf(r.Content["application/json"].Schema, schemas, "")
		}
	}
	return out
}

// fieldsOf lists the fields of a body; of a list, those of its items.
func fieldsOf(s *huma.Schema, schemas huma.Registry, where string) (out []input) {
	s = resolve(s, schemas)
	for _, name := range sorted(s.Properties) {
		p := resolve(s.Properties[name], schemas)
		kind := p.Type
		if p.Type == "array" {
			items := resolve(p.Items, schemas)
			kind = "[" + items.Type + "]"
			for _, f := range fieldsOf(items, schemas, where) {
				f.Name = name + "[]." + f.Name
				out = append(out, f)
			}
		}
		out = append(out, input{name, where, kind, p.Description, slices.Contains(s.Required, name)})
	}
	return out
}

func resolve(s *huma.Schema, schemas huma.Registry) *huma.Schema {
	if s == nil {
		return &huma.Schema{}
	}
	if s.Ref != "" {
		return schemas.SchemaFromRef(s.Ref)
	}
	return s
}

func sorted(m map[string]*huma.Schema) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// example is a line to try an operation with.
func (o op) example() string {
	path := strings.NewReplacer("{code}", "HN-BADINH", "{id}", "ID").Replace(o.Path)
	switch o.ID {
	case "figures":
		path += "?unit=HN-BADINH&period=2023&indicator=ORG.CDCS.NEW,ORG.DV.NEW"
	case "sources":
		path += "?unit=HN-BADINH&period=2023&indicator=ORG.DV.NEW"
	case "record":
		return `curl -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" -d '{"ref":"KN-01","unit":"HN-BADINH-0001","kind":"admission","date":"2023-12-20","fields":{"count":3,"women":1}}' ` + "http://127.0.0.1:8080" + path
	case "found":
		return `curl -H "Authorization: Bearer $KEY" -H "Content-Type: application/json" -d '{"name":"CĐCS Công ty …","kind":"base","parent":"HN-BADINH","sector":"private_enterprise","founded_on":"2023-12-20","decision_no":"412/QĐ-LĐLĐ","members_on_start":12}' ` + "http://127.0.0.1:8080" + path
	}
	return `curl -H "Authorization: Bearer $KEY" "http://127.0.0.1:8080` + path + `"`
}
