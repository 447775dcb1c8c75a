package gameshow

import (
	"bytes"
	"encoding/binary"
	"math"
)

// SampleRate is how many samples a second rendered tunes have: enough for
// melodies up to A6, and half the bytes of a compact disc.
const SampleRate = 22_050

// voice is the sound of the synthesiser: something between a plucked string and
// a flute, its overtones fading faster than its tone.
var voice = []struct {
	overtone, loud, fade float64 // times the pitch; share; how fast it fades, per second
}{{1, 0.60, 1.6}, {2, 0.24, 2.6}, {3, 0.10, 4}, {4, 0.06, 6}}

const (
	attack  = 0.012 // seconds until a tone is there: no click
	release = 0.080 // seconds it takes to end
	loudest = 0.8   // of full scale
)

// Render plays some notes of a tune, from one to before another, as samples of
// 16 bits.
func (t Tune) Render(from, to int) []int16 {
	begin := t.Begins(from)
	length := t.Begins(to) - begin + release
	sum := make([]float64, int(math.Ceil(length*SampleRate)))
	for i := from; i < to; i++ {
		if n := t.Notes[i]; n.Key > 0 {
			play(sum[int((t.Begins(i)-begin)*SampleRate):], n, t.lasts(n))
		}
	}
	return scaled(sum)
}

// play adds a tone at the beginning of some samples.
func play(out []float64, n Note, seconds float64) {
	pitch := 440 * math.Pow(2, float64(n.Key-69)/12)
	for i := range min(len(out), int((seconds+release)*SampleRate)) {
		at := float64(i) / SampleRate
		tone := 0.0
		for _, v := range voice {
			tone += v.loud * math.Exp(-v.fade*at) * math.Sin(2*math.Pi*v.overtone*pitch*at)
		}
		out[i] += tone * envelope(at, seconds)
	}
}

// envelope is how loud a tone is at a moment of its life.
func envelope(at, seconds float64) float64 {
	switch {
	case at < attack:
		return at / attack
	case at > seconds:
		return max(0, 1-(at-seconds)/release)
	}
	return 1
}

// scaled makes samples as loud as they may be, whatever sounds together.
func scaled(sum []float64) []int16 {
	peak := 1e-9
	for _, s := range sum {
		peak = max(peak, math.Abs(s))
	}
	out := make([]int16, len(sum))
	for i, s := range sum {
		out[i] = int16(math.Round(s / peak * loudest * math.MaxInt16))
	}
	return out
}

// WAV is samples as a file of one channel.
func WAV(samples []int16) []byte {
	var b bytes.Buffer
	size := uint32(2 * len(samples))
	b.WriteString("RIFF")
	for _, part := range []any{
		36 + size, []byte("WAVEfmt "), uint32(16), uint16(1), uint16(1), uint32(SampleRate), uint32(2 * SampleRate), uint16(2), uint16(16), []byte("data"), size, samples,
	} {
		_ = binary.Write(&b, binary.LittleEndian, part) // a buffer takes everything
	}
	return b.Bytes()
}

// Waveform is how loud samples are in so many equal parts, 0 to 1, for a
// drawing.
func Waveform(samples []int16, parts int) []float64 {
	out := make([]float64, parts)
	for i := range out {
		from, to := i*len(samples)/parts, (i+1)*len(samples)/parts
		for _, s := range samples[from:to] {
			out[i] = max(out[i], math.Abs(float64(s))/math.MaxInt16)
		}
	}
	return out
}
