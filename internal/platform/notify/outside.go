package notify

import (
	"context"
	"errors"
	"strings"
)

// Letter is one to somebody who has no account here: a partner of an agreement.
// What it says is kept by the caller, whose job holds no more than its id.
type Letter struct {
	ID      string // of the row it tells of: sent twice, it is one letter to the receiver
	To      string // address
	Lang    string
	Subject string
	Text    string // paragraphs with an empty line between them
	Path    string // page of this site it leads to: "/room/…"; empty: none
	Open    string // what the link is called
	Why     string // why it came
}

// Sends tells whether there is a server to give letters to.
func (m *Mailer) Sends() bool { return m != nil && m.Server != nil }

// Send gives a letter to the mail server; for workers of job.RegisterOutside.
// taken is false when the server refused the address for good: trying again
// would change nothing. Without a server it fails: ask Sends before.
func (m *Mailer) Send(ctx context.Context, l Letter) (taken bool, err error) {
	if !m.Sends() {
		return false, errors.New("no mail server is named")
	}
	v := letterView{Lang: l.Lang, Text: l.Text, Why: l.Why}
	if l.Path != "" {
		v.Open, v.Link = l.Open, strings.TrimSuffix(m.Server.BaseURL, "/")+l.Path
	}
	msg, err := m.written(ctx, v, l.ID, l.To, subject(l.Subject))
	if err != nil {
		return false, hide(err, l.To)
	}
	err = m.give(ctx, msg)
	if refusedForGood(err) {
		m.Log.WarnContext(ctx, "a letter has no taker", "letter", l.ID, "error", hide(err, l.To))
		return false, nil
	}
	if err != nil {
		return false, hide(err, l.To)
	}
	return true, nil
}
