package sound

import (
	"encoding/binary"
	"slices"
)

// wave is what a WAV says of its samples.
type wave struct {
	head []byte // of the chunk "fmt ", as far as it is needed to play
	rate int64  // samples a second
	all  int64  // bytes of one sample of all channels
}

// Codes of how samples are written.
const (
	wavePCM   = 1
	waveFloat = 3
	waveMore  = 0xfffe // the code stands further on
)

const mostChannels, mostRate = 8, 384_000

// readWAV follows the chunks of a WAV, which must fill the file and not more: a
// head that says there is more sound than there is would have players wait for it.
func readWAV(data []byte) (s Sound, err error) {
	if int64(binary.LittleEndian.Uint32(data[4:])) != int64(len(data))-8 {
		return s, lying()
	}
	var format, samples []byte
	for rest := data[12:]; len(rest) > 0; {
		var name string
		var chunk []byte
		if name, chunk, rest, err = nextChunk(rest); err != nil {
			return s, err
		}
		switch {
		case name == "fmt " && format == nil:
			format = chunk
		case name == "data" && samples == nil:
			samples = chunk
		case name == "fmt " || name == "data":
			return s, broken()
		}
	}
	w, err := waveOf(format)
	if err != nil {
		return s, err
	}
	samples = samples[:int64(len(samples))/w.all*w.all]
	return Sound{Media: WAV, Millis: int64(len(samples)) / w.all * 1000 / w.rate, Data: w.file(samples)}, nil
}

// nextChunk cuts one chunk off; a last one may lack the byte that makes it even.
func nextChunk(data []byte) (name string, chunk, rest []byte, err error) {
	if len(data) < 8 || slices.ContainsFunc(data[:4], func(b byte) bool { return b < ' ' || b > '~' }) {
		return "", nil, nil, lying() // samples the head did not speak of
	}
	size := int64(binary.LittleEndian.Uint32(data[4:]))
	if size > int64(len(data)-8) {
		return "", nil, nil, lying()
	}
	name, chunk, rest = string(data[:4]), data[8:8+size], data[8+size:]
	if size%2 == 1 && len(rest) > 0 {
		rest = rest[1:]
	}
	return name, chunk, rest, nil
}

// waveOf reads how the samples are written: whole numbers of 8, 16, 24 or 32
// bits, or floating ones.
func waveOf(format []byte) (w wave, err error) {
	if len(format) < 16 {
		return w, broken()
	}
	u16 := func(at int) int { return int(binary.LittleEndian.Uint16(format[at:])) }
	code, head := u16(0), format[:16]
	if code == waveMore && len(format) >= 40 {
		code, head = u16(24), format[:40]
	}
	channels, bits := u16(2), u16(14)
	w = wave{head: head, rate: int64(binary.LittleEndian.Uint32(format[4:])), all: int64(u16(12))}
	switch {
	case code != wavePCM && code != waveFloat:
		return w, strange()
	case code == wavePCM && !slices.Contains([]int{8, 16, 24, 32}, bits), code == waveFloat && bits != 32 && bits != 64:
		return w, strange()
	case channels < 1 || channels > mostChannels || w.rate < 1 || w.rate > mostRate || w.all != int64(channels*bits/8):
		return w, lying()
	}
	return w, nil
}

// file is the samples with the head they need and nothing else.
func (w wave) file(samples []byte) []byte {
	pad := len(samples) % 2
	le := binary.LittleEndian
	out := make([]byte, 0, 12+8+len(w.head)+8+len(samples)+pad)
	out = le.AppendUint32(append(out, "RIFF"...), uint32(cap(out)-8))
	out = le.AppendUint32(append(out, "WAVEfmt "...), uint32(len(w.head)))
	out = append(append(out, w.head...), "data"...)
	out = append(le.AppendUint32(out, uint32(len(samples))), samples...)
	return append(out, make([]byte, pad)...)
}
