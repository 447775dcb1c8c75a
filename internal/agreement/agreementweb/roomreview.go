package agreementweb

import (
	"net/http"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/document/paper"
	"donghanh/internal/platform/web"

	"github.com/a-h/templ"
)

// roomReviewView is a review with its paper, to be read and confirmed.
type roomReviewView struct {
	roomFrame
	Review agreement.RoomReview
	Paper  templ.Component
	Form   *web.Form
	To     string // its own address
}

func (p *Pages) roomReviewForm(w http.ResponseWriter, r *http.Request, v visit) error {
	f, err := p.Site.NewForm(w, r, nil)
	if err != nil {
		return err
	}
	return p.renderRoomReview(w, r, v, f)
}

func (p *Pages) renderRoomReview(w http.ResponseWriter, r *http.Request, v visit, f *web.Form) error {
	review, sheet, err := p.Agreement.RoomReview(r.Context(), v.secret, v.cookie, r.PathValue("review"), p.Base(r))
	if err != nil {
		return err
	}
	view := roomReviewView{
		roomFrame: p.framed(r, v, reviewName(r.Context(), review.Review)), Review: review, Paper: paper.HTML(sheet), Form: f, To: v.at("/reviews/" + review.ID),
	}
	return p.Site.Whole(w, r, f.Status(), roomReviewPage(view))
}

func (p *Pages) roomConfirm(w http.ResponseWriter, r *http.Request, v visit) error {
	f, err := web.ReadForm(w, r)
	if err != nil {
		return err
	}
	err = p.Agreement.RoomConfirm(r.Context(), v.secret, v.cookie, r.PathValue("review"), f.Values.Get("text"))
	if f.Take(err) {
		return p.renderRoomReview(w, r, v, f)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, v.at("?done=confirmed"), http.StatusSeeOther)
	return nil
}

// roomAskReview lets partners read and confirm a review.
func (p *Pages) roomAskReview(w http.ResponseWriter, r *http.Request) error {
	if err := p.Agreement.AskReview(r.Context(), r.PathValue("id"), r.PathValue("review")); err != nil {
		return err
	}
	return p.Site.Done(w, r, agreement.Href(r.PathValue("id")), say(r.Context(), "room.review.done"))
}
