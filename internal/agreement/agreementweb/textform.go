package agreementweb

import (
	"slices"
	"strconv"
	"strings"

	"donghanh/internal/agreement"
	"donghanh/internal/platform/web"
)

// typed are the parts of the form as they stand in it, the empty ones too: what
// is wrong is told by their places.
func typed(f *web.Form) (out []agreement.Part) {
	n, _ := strconv.Atoi(f.Text("count"))
	for i := 1; i <= min(n, mostTyped); i++ {
		at := strconv.Itoa(i)
		out = append(out, agreement.Part{
			Level: agreement.Level(f.Text("level_" + at)), Heading: f.Text("heading_" + at), Body: strings.ReplaceAll(f.Values.Get("body_"+at), "\r\n", "\n"),
		})
	}
	return out
}

// write puts parts into the form.
func write(f *web.Form, parts []agreement.Part) {
	f.Values.Set("count", strconv.Itoa(len(parts)))
	for i, part := range parts {
		at := strconv.Itoa(i + 1)
		f.Values.Set("level_"+at, string(part.Level))
		f.Values.Set("heading_"+at, part.Heading)
		f.Values.Set("body_"+at, part.Body)
	}
}

// change does to parts what a button says: "add:3:article" behind the third,
// "up:3", "down:3", "drop:3". What makes no sense changes nothing.
func change(parts []agreement.Part, do string) []agreement.Part {
	verb, rest, _ := strings.Cut(do, ":")
	at, level, _ := strings.Cut(rest, ":")
	n, err := strconv.Atoi(at)
	if err != nil || n < 0 || n > len(parts) || (verb != "add" && n == 0) {
		return parts
	}
	switch verb {
	case "add":
		if l := agreement.Level(level); slices.Contains(levels(), l) && len(parts) < mostTyped {
			return slices.Insert(parts, n, agreement.Part{Level: l})
		}
	case "drop":
		return slices.Delete(parts, n-1, n)
	case "up":
		swap(parts, n-1, n-2)
	case "down":
		swap(parts, n-1, n)
	}
	return parts
}

// levels are what a button may add.
func levels() []agreement.Level {
	return []agreement.Level{agreement.Ground, agreement.Chapter, agreement.Article}
}

// swap swaps two parts, where there are two that can be moved.
func swap(parts []agreement.Part, i, j int) {
	if i >= 0 && j >= 0 && i < len(parts) && j < len(parts) && slices.Contains(levels(), parts[j].Level) {
		parts[i], parts[j] = parts[j], parts[i]
	}
}
