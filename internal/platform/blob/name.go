package blob

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"donghanh/internal/platform/sound"

	"golang.org/x/text/unicode/norm"
)

// longestName is that of a file, in bytes: what file systems take.
const longestName = 180

// clean makes a name fit to be shown and saved: without folders, without
// characters that show nothing or turn others round, and not endless.
func clean(sent string) string {
	name := path.Base(strings.ReplaceAll(strings.ToValidUTF8(sent, ""), `\`, "/"))
	name = norm.NFC.String(strings.Map(visible, name))
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	ext := ending(name)
	stem := strings.TrimSuffix(name, ext)
	for len(stem)+len(ext) > longestName {
		_, last := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-last]
	}
	if name = strings.TrimSpace(stem) + ext; name == "" || name == "/" {
		return "tệp"
	}
	return name
}

func visible(r rune) rune {
	switch {
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp):
		return ' '
	case strings.ContainsRune(`/<>:"|?*`, r): // no file system of offices takes them
		return '-'
	}
	return r
}

// ending is the short last part of a name with its dot: ".docx"; empty if there is none.
func ending(name string) string {
	ext := path.Ext(name)
	if len(ext) < 2 || len(ext) > 6 || strings.ContainsFunc(ext[1:], func(r rune) bool { return r > 'z' || !unicode.In(r, unicode.L, unicode.Nd) }) {
		return ""
	}
	return ext
}

// endings are those a media type may have, the usual one first.
func endings(media string) []string {
	switch media {
	case PDF:
		return []string{".pdf"}
	case DOCX:
		return []string{".docx"}
	case XLSX:
		return []string{".xlsx"}
	case ODT:
		return []string{".odt"}
	case JPEG:
		return []string{".jpg", ".jpeg"}
	case sound.WAV:
		return []string{".wav"}
	case sound.MP3:
		return []string{".mp3"}
	case sound.OGG:
		return []string{".ogg"}
	}
	return []string{".txt", ".csv", ".md", ".log"}
}

// nameOf gives a clean name the ending of its content: a program that opens the
// file by its name opens what it is. Pictures have become JPEG.
func nameOf(name, media string) string {
	right, ext := endings(media), strings.ToLower(ending(name))
	if slices.Contains(right, ext) {
		return name
	}
	if media == JPEG && slices.Contains([]string{".png", ".webp", ".jfif", ".heic"}, ext) {
		name = name[:len(name)-len(ext)]
	}
	return name + right[0]
}
