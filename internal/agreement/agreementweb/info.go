package agreementweb

import (
	"context"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"

	"github.com/a-h/templ"
)

// infoView is what is known of an agreement as a paper, and what its keeper can
// do with it.
type infoView struct {
	Phase agreement.Phase
	Pairs []ui.Pair
	Acts  []ui.Link
}

// infoSection reads and draws the paper's own facts.
func (p *Pages) infoSection(ctx context.Context, _ *db.Tx, c agreement.Card) (templ.Component, error) {
	v := infoView{Phase: c.Phase, Pairs: pairsOf(ctx, c), Acts: actLinks(ctx, c)}
	return infoPart(v), nil
}

func pairsOf(ctx context.Context, c agreement.Card) (out []ui.Pair) {
	add := func(key, text string) {
		if text != "" {
			out = append(out, ui.Pair{Term: say(ctx, "page.info."+key), Text: text})
		}
	}
	link := func(key string, to ui.Link) {
		out = append(out, ui.Pair{Term: say(ctx, "page.info."+key), Body: linkPart(to)})
	}
	add("kind", kindName(ctx, c.Kind))
	add("number", c.Number)
	add("stage", i18n.Date(c.From)+" – "+i18n.Date(c.To))
	add("keeper", c.Keeper.Name)
	if c.Review > 0 {
		add("review", say(ctx, "page.info.months", i18n.Args{"months": c.Review}))
	}
	add("notice", say(ctx, "page.info.before", i18n.Args{"days": c.Notice, "from": c.NoticeOn()}))
	if c.Visits {
		add("visits", say(ctx, "page.info.host", i18n.Args{"side": say(ctx, "page.side."+string(c.FirstHost))}))
	}
	if c.Lang != "vi" {
		add("lang", langName(ctx, c.Lang))
	}
	switch {
	case c.SourceURL != "":
		text := c.Source
		if text == "" {
			text = c.SourceURL
		}
		link("source", ui.Link{Text: text, Href: c.SourceURL})
	default:
		add("source", c.Source)
	}
	if c.Before != nil {
		link("predecessor", ui.Link{Text: c.Before.Title, Href: agreement.Href(c.Before.ID)})
	}
	for _, a := range c.After {
		link("successor", ui.Link{Text: a.Title, Href: agreement.Href(a.ID)})
	}
	return out
}

// actLinks are the forms of the agreement as a whole that its keeper may use.
func actLinks(ctx context.Context, c agreement.Card) (out []ui.Link) {
	if !c.MayWrite {
		return nil
	}
	at := agreement.Href(c.ID)
	if c.Phase != agreement.Draft {
		out = append(out, ui.Link{Text: say(ctx, "page.act.change"), Href: at + "/change"})
		if len(c.After) == 0 && c.Phase != agreement.Ended {
			out = append(out, ui.Link{Text: say(ctx, "page.act.after"), Href: address("/agreements/new", "after", c.ID)})
		}
	}
	if c.Phase == agreement.Running || c.Phase == agreement.Ending || c.Phase == agreement.Ahead {
		out = append(out, ui.Link{Text: say(ctx, "page.act.end"), Href: at + "/end"})
	}
	return append(out, ui.Link{Text: say(ctx, "page.act.withdraw"), Href: at + "/withdraw"})
}
