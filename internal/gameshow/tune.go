package gameshow

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// Tune is a melody nobody has rights in, as notes (catalogue/show/folk-tunes.tsv).
type Tune struct {
	ID      string
	Title   string
	Aliases []string
	Origin  string // "Dân ca Bắc Bộ"
	BPM     int    // quarter notes a minute
	Notes   []Note
	Rights  string  // why it may be played
	Seconds float64 // how long it is
}

// Note is one tone, or a rest.
type Note struct {
	Key   int     // as MIDI counts: 60 is C4; 0 is a rest
	Beats float64 // quarter notes
}

// Begins is when a note begins, in seconds from the tune's beginning.
func (t Tune) Begins(note int) (at float64) {
	for _, n := range t.Notes[:note] {
		at += t.lasts(n)
	}
	return at
}

// lasts is how long a note is, in seconds.
func (t Tune) lasts(n Note) float64 { return n.Beats * 60 / float64(t.BPM) }

// LoadTunes reads the melodies and refuses those that cannot be played.
func LoadTunes(fsys fs.FS) (out []Tune, err error) {
	rows, err := table(fsys, "show/folk-tunes.tsv")
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		t, err := tuneOf(row)
		if err != nil {
			return nil, fmt.Errorf("folk-tunes.tsv, line %d: %w", i+2, err)
		}
		out = append(out, t)
	}
	return out, nil
}

func tuneOf(row map[string]string) (t Tune, err error) {
	t = Tune{ID: row["id"], Title: row["title"], Origin: row["origin"], Rights: row["copyright"]}
	for alias := range strings.SplitSeq(row["alt_titles"], ";") {
		if alias = strings.TrimSpace(alias); alias != "" && alias != "-" {
			t.Aliases = append(t.Aliases, alias)
		}
	}
	if t.BPM, err = strconv.Atoi(row["tempo_bpm"]); err != nil || t.BPM < 20 || t.BPM > 400 {
		return t, fmt.Errorf("tempo %q", row["tempo_bpm"])
	}
	if t.Notes, err = readNotes(row["notes"]); err != nil {
		return t, err
	}
	t.Seconds = t.Begins(len(t.Notes))
	return t, nil
}

// readNotes reads "G4:1 R:0.5 F#4:2": pitch, or R for a rest, and quarter notes.
func readNotes(text string) (out []Note, err error) {
	for word := range strings.FieldsSeq(text) {
		pitch, length, _ := strings.Cut(word, ":")
		n := Note{}
		if n.Beats, err = strconv.ParseFloat(length, 64); err != nil || n.Beats <= 0 || n.Beats > 16 {
			return nil, fmt.Errorf("note %q has no length", word)
		}
		if pitch != "R" {
			if n.Key, err = key(pitch); err != nil {
				return nil, err
			}
		}
		out = append(out, n)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no notes")
	}
	return out, nil
}

// key reads C4, F#4, Bb3.
func key(pitch string) (int, error) {
	if len(pitch) < 2 {
		return 0, fmt.Errorf("pitch %q", pitch)
	}
	step := strings.IndexByte("C D EF G A B", pitch[0])
	octave, err := strconv.Atoi(pitch[len(pitch)-1:])
	if step < 0 || pitch[0] == ' ' || err != nil {
		return 0, fmt.Errorf("pitch %q", pitch)
	}
	switch pitch[1 : len(pitch)-1] {
	case "":
	case "#":
		step++
	case "b":
		step--
	default:
		return 0, fmt.Errorf("pitch %q", pitch)
	}
	return 12*(octave+1) + step, nil
}
