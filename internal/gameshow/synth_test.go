package gameshow

import (
	"math"
	"testing"
	"testing/fstest"

	"donghanh/catalogue"
)

func tunes(t testing.TB) []Tune {
	t.Helper()
	out, err := LoadTunes(catalogue.FS)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Every note of every tune is heard at its pitch and for its time.
func TestTunesAreHeardAsTheyAreWritten(t *testing.T) {
	all := tunes(t)
	if len(all) != 13 {
		t.Fatalf("%d tunes", len(all))
	}
	for _, tune := range all {
		samples := tune.Render(0, len(tune.Notes))
		if got, want := float64(len(samples))/SampleRate, tune.Seconds+release; math.Abs(got-want) > 0.01 {
			t.Errorf("%s lasts %.2f s, want %.2f", tune.Title, got, want)
		}
		for i, n := range tune.Notes {
			if n.Key == 0 {
				continue
			}
			from := int((tune.Begins(i) + release) * SampleRate) // the note before has ended
			to := min(len(samples), int((tune.Begins(i)+tune.lasts(n))*SampleRate))
			if to-from < SampleRate/20 {
				continue // too short to measure beside what still sounds
			}
			if got := heard(samples[from:min(to, from+SampleRate/10)], n.Key); got != n.Key {
				t.Fatalf("%s, note %d: heard %d, written %d", tune.Title, i, got, n.Key)
			}
		}
	}
}

// heard is the key that sounds loudest of those around one: its neighbours, and
// what a wrong octave, fifth or fourth would be.
func heard(samples []int16, around int) (best int) {
	loudest := 0.0
	for _, off := range []int{0, -1, 1, -2, 2, -5, 5, -7, 7, -12, 12} {
		key := around + off
		step := 2 * math.Pi * 440 * math.Pow(2, float64(key-69)/12) / SampleRate
		re, im := 0.0, 0.0
		for i, s := range samples {
			window := 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/float64(len(samples)))
			re += window * float64(s) * math.Cos(step*float64(i))
			im += window * float64(s) * math.Sin(step*float64(i))
		}
		if power := re*re + im*im; power > loudest {
			best, loudest = key, power
		}
	}
	return best
}

func TestAWAVSaysHowLongItIs(t *testing.T) {
	b := WAV(make([]int16, 1000))
	if len(b) != 44+2000 || string(b[:4]) != "RIFF" || string(b[8:16]) != "WAVEfmt " {
		t.Errorf("%d bytes, beginning %q", len(b), b[:16])
	}
}

func TestTunesThatCannotBePlayedAreRefused(t *testing.T) {
	const head = "id\ttitle\talt_titles\torigin\ttempo_bpm\tnotes\tcopyright\n"
	for name, row := range map[string]string{
		"no tempo":       "x\tX\t-\tY\tfast\tC4:1\tfree",
		"no notes":       "x\tX\t-\tY\t80\t\tfree",
		"an odd pitch":   "x\tX\t-\tY\t80\tH4:1\tfree",
		"no length":      "x\tX\t-\tY\t80\tC4\tfree",
		"a column short": "x\tX\t-\tY\t80\tC4:1",
	} {
		if _, err := LoadTunes(fstest.MapFS{"show/folk-tunes.tsv": {Data: []byte(head + row)}}); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
