package gameshowweb

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// Addresses of a show that is built.
func showHref(id string) string { return "/shows/" + id }

func roundHref(id, round string) string { return showHref(id) + "/rounds/" + round }

func questionHref(id, round, question string) string {
	return roundHref(id, round) + "/questions/" + question
}

// missing is what keeps a show from being played: sentences that lead to where
// it is put right.
func (p *Pages) missing(ctx context.Context, id string, show gameshow.Show) (out []ui.Link) {
	err := show.Check()
	if err == nil {
		return nil
	}
	for _, e := range errs.All(err) {
		out = append(out, faultLink(ctx, id, show, e))
	}
	return out
}

var faultAt = regexp.MustCompile(`^round_(\d+)(?:_question_(\d+)\.(\w+))?$`)

// faultLink says one fault of a show with the round and question it is in.
func faultLink(ctx context.Context, id string, show gameshow.Show, e *errs.Error) ui.Link {
	text := web.Message(ctx, e)
	at := faultAt.FindStringSubmatch(e.Field)
	switch {
	case e.Field == "rounds":
		return ui.Link{Text: text, Href: "#rounds"}
	case at == nil:
		return ui.Link{Text: say(ctx, "show.fault.show", i18n.Args{"field": fieldName(ctx, e.Field), "text": text}), Href: showHref(id) + "/settings"}
	}
	no, _ := strconv.Atoi(at[1]) // digits, by its form
	round := show.Rounds[no-1]
	if at[2] == "" {
		return ui.Link{Text: say(ctx, "show.fault.round", i18n.Args{"round": no, "text": text}), Href: roundHref(id, round.ID)}
	}
	question, _ := strconv.Atoi(at[2])
	args := i18n.Args{"round": no, "question": question, "field": fieldName(ctx, at[3]), "text": text}
	href := questionHref(id, round.ID, round.Questions[question-1].ID) + "#" + ui.FieldID(at[3])
	return ui.Link{Text: say(ctx, "show.fault.question", args), Href: href}
}

// fieldName is what a field of a question or show is called in a sentence.
func fieldName(ctx context.Context, field string) string {
	if no, is := strings.CutPrefix(field, "option_"); is {
		return say(ctx, "show.field.option_no", i18n.Args{"no": no})
	}
	return i18n.T(ctx, "gameshow.show.field."+field)
}
