package accountweb

import (
	"context"
	"strings"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/i18n"

	"github.com/a-h/templ"
)

// pressed marks the chosen one of several buttons for eye and ear.
func pressed(yes bool) templ.Attributes {
	if !yes {
		return nil
	}
	return templ.Attributes{"aria-current": "true"}
}

// plainText keeps keyboards from improving names and codes.
func plainText() templ.Attributes {
	return templ.Attributes{"autocapitalize": "none", "spellcheck": "false"}
}

// tokenLine says how long a token lives and when it was last used.
func tokenLine(ctx context.Context, t auth.Token) string {
	until := i18n.T(ctx, "account.token.until", i18n.Args{"at": i18n.Moment(t.ExpiresAt)})
	if t.SeenAt == nil {
		return join("\u00a0· ", i18n.T(ctx, "account.token.unused"), until)
	}
	return join("\u00a0· ", i18n.T(ctx, "account.token.seen", i18n.Args{"at": i18n.Moment(*t.SeenAt)}), until)
}

func unitHelp(ctx context.Context, everywhere bool) string {
	if everywhere {
		return i18n.T(ctx, "account.unit_help_all")
	}
	return i18n.T(ctx, "account.unit_help")
}

// join puts a mark between the parts that are there.
func join(mark string, parts ...string) string {
	var some []string
	for _, p := range parts {
		if p != "" {
			some = append(some, p)
		}
	}
	return strings.Join(some, mark)
}
