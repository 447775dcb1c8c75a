package agreementweb

import (
	"context"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/search"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// headActs are the forms of an agreement as a whole.
func (p *Pages) headActs() []act {
	return []act{
		{path: "/change", key: "change", may: keeps, first: func(s subject) map[string]string { return headValues(s.Agreement) }, ask: askChange, do: p.change},
		{path: "/sign", key: "sign", may: drafts, first: signValues, ask: askSign, do: p.sign},
		{path: "/end", key: "end", grave: true, may: holds, ask: askEnd, do: p.end},
		{path: "/withdraw", key: "withdraw", grave: true, may: keeps, ask: askReason, do: p.withdraw, to: "/agreements"},
		{path: "/files", key: "attach", upload: true, may: keeps, first: firstFile, ask: askFile, do: p.attach},
	}
}

func askNothing(context.Context, subject) []group { return nil }

func askReason(ctx context.Context, _ subject) []group { return plain(ctx, reasonField()) }

// holds lets in who keeps an agreement that still runs.
func holds(s subject) error {
	if err := keeps(s); err != nil {
		return err
	}
	if s.SignedOn == "" {
		return errs.New(errs.Conflict, "agreement.draft")
	}
	return nil
}

func askChange(ctx context.Context, s subject) []group {
	text := textGroup(ctx)
	if s.SignedOn != "" {
		text.Fields = append(text.Fields, field(ctx, ui.FieldView{Name: "place", Max: 200, Autocomplete: "off"}))
	}
	out := append([]group{text}, restGroups(ctx)...)
	if s.SignedOn != "" {
		out = append(out, titled(ctx, "reason", reasonField()))
	}
	return append(out, group{Fields: []ui.FieldView{{Name: "predecessor", Type: "hidden"}}})
}

func (p *Pages) change(ctx context.Context, s subject, f *web.Form) error {
	h := readHead(f)
	if s.SignedOn == "" {
		h.Place = s.Place
	}
	if err := f.Err(); err != nil {
		return err
	}
	_, err := p.Agreement.Change(ctx, s.ID, versionOf(f), h, f.Text("reason"))
	return err
}

func askEnd(ctx context.Context, _ subject) []group {
	return plain(ctx, ui.FieldView{Name: "on", Label: say(ctx, "form.field.end_on"), Type: "date", Required: true}, reasonField())
}

func (p *Pages) end(ctx context.Context, s subject, f *web.Form) error {
	on := f.Day("on")
	if err := f.Err(); err != nil {
		return err
	}
	_, err := p.Agreement.End(ctx, s.ID, versionOf(f), on, f.Text("reason"))
	return err
}

func (p *Pages) withdraw(ctx context.Context, s subject, f *web.Form) error {
	return p.Agreement.Drop(ctx, s.ID, versionOf(f), f.Text("reason"))
}

// pasted from this many parties on, who signed can be pasted as a list.
const pasteFrom = 4

// signValues begin the form of a signature: today, and what is known of those
// who sign.
func signValues(s subject) map[string]string {
	out := map[string]string{"signed_on": string(s.On), "place": s.Place, "number": s.Number}
	for _, b := range s.Parties {
		out["signer_"+b.ID], out["post_"+b.ID] = b.Signer, b.Post
	}
	return out
}

// askSign asks where and when, and who signed for each party. The list of many
// can be pasted.
func askSign(ctx context.Context, s subject) []group {
	out := []group{titled(
		ctx, "signature",
		ui.FieldView{Name: "signed_on", Type: "date", Required: true},
		ui.FieldView{Name: "place", Required: true, Max: 200, Autocomplete: "off"},
		ui.FieldView{Name: "number", Optional: true, Max: 60, Autocomplete: "off"},
	)}
	if len(s.Parties) >= pasteFrom {
		out = append(out, titled(ctx, "paste", ui.FieldView{Name: "paste", Type: "textarea", Rows: 4, Optional: true, Autocomplete: "off"}))
	}
	signers := group{Title: say(ctx, "form.group.signers"), Help: say(ctx, "form.group.signers_help")}
	out = append(out, signers)
	for _, b := range s.Parties {
		out = append(out, group{Small: true, Title: b.Name + " · " + say(ctx, "page.side."+string(b.Side)), Fields: []ui.FieldView{
			{Name: "signer_" + b.ID, Label: say(ctx, "form.field.signer"), Max: 200, Autocomplete: "off"},
			{Name: "post_" + b.ID, Label: say(ctx, "form.field.post"), Max: 200, Autocomplete: "off"},
		}})
	}
	return out
}

func (p *Pages) sign(ctx context.Context, s subject, f *web.Form) error {
	paste(s, f)
	g := agreement.Signing{On: f.Day("signed_on"), Place: f.Text("place"), Number: f.Text("number"), Details: map[string]agreement.Details{}}
	for _, b := range s.Parties {
		d := agreement.Details{Signer: f.Text("signer_" + b.ID), Post: f.Text("post_" + b.ID)}
		if d != (agreement.Details{}) {
			g.Details[b.ID] = d
		}
	}
	if f.Text("signed_on") == "" {
		f.Take(required("signed_on"))
	}
	if err := f.Err(); err != nil {
		return err
	}
	_, err := p.Agreement.Sign(ctx, s.ID, versionOf(f), g)
	return err
}

// paste fills the fields of those who signed from lines "party; signer; post".
// What was typed in a field stays; a line that names no party is refused.
func paste(s subject, f *web.Form) {
	byName := map[string]string{}
	for _, b := range s.Parties {
		byName[search.Fold(b.Name)] = b.ID
	}
	var unknown []string
	for _, row := range rows(f.Values.Get("paste")) {
		cells := strings.FieldsFunc(row, func(r rune) bool { return r == ';' || r == '\t' })
		if len(cells) == 0 {
			continue
		}
		id := byName[search.Fold(strings.TrimSpace(cells[0]))]
		if id == "" {
			unknown = append(unknown, strings.TrimSpace(cells[0]))
			continue
		}
		for i, name := range []string{"signer_", "post_"} {
			if i+1 < len(cells) && f.Text(name+id) == "" {
				f.Values.Set(name+id, strings.TrimSpace(cells[i+1]))
			}
		}
	}
	if len(unknown) > 0 {
		f.Take(errs.At("paste", "agreement.form.paste.unknown", i18n.Args{"names": strings.Join(unknown[:min(len(unknown), 5)], ", ")}))
	}
}

// sides are the two, in their order.
func sides() []agreement.Side { return []agreement.Side{agreement.A, agreement.B} }
