package accountweb

import (
	"context"
	"strings"

	"donghanh/internal/platform/i18n"
)

// marks are looked for in this order: most browsers also name those they come
// from, and phones the system they come from.
var (
	browsers = [][2]string{
		{"Zalo", "Zalo"},
		{"FBAN", "Facebook"},
		{"FBAV", "Facebook"},
		{"coc_coc_browser", "Cốc Cốc"},
		{"SamsungBrowser", "Samsung Internet"},
		{"EdgA/", "Edge"},
		{"EdgiOS/", "Edge"},
		{"Edg/", "Edge"},
		{"OPR/", "Opera"},
		{"FxiOS/", "Firefox"},
		{"Firefox/", "Firefox"},
		{"CriOS/", "Chrome"},
		{"Chrome/", "Chrome"},
		{"Safari/", "Safari"},
	}
	systems = [][2]string{
		{"Android", "Android"},
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"CrOS", "ChromeOS"},
		{"Windows", "Windows"},
		{"Macintosh", "macOS"},
		{"Linux", "Linux"},
	}
)

// device says a User-Agent in a few words: "Chrome trên Android". What it does
// not know it does not guess.
func device(ctx context.Context, agent string) string {
	browser, system := known(browsers, agent), known(systems, agent)
	switch {
	case browser != "" && system != "":
		return i18n.T(ctx, "account.device.both", i18n.Args{"browser": browser, "system": system})
	case browser+system != "":
		return browser + system
	}
	return i18n.T(ctx, "account.device.unknown")
}

func known(marks [][2]string, agent string) string {
	for _, m := range marks {
		if strings.Contains(agent, m[0]) {
			return m[1]
		}
	}
	return ""
}
