package sound

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"donghanh/internal/testkit"
)

// wav is a tone of so many milliseconds, quarter as loud as it could be.
func wav(millis int) []byte {
	samples := make([]int16, 8*millis)
	for i := range samples {
		samples[i] = int16(8000 * math.Sin(float64(i)*2*math.Pi*440/8000))
	}
	return wavOf(1, 1, 8000, 16, samples)
}

// wavOf writes samples with a head as given.
func wavOf(code, channels, rate, bits int, samples any) []byte {
	var data, b bytes.Buffer
	le := binary.LittleEndian
	_ = binary.Write(&data, le, samples)
	all := channels * bits / 8
	b.WriteString("RIFF")
	for _, part := range []any{
		uint32(36 + data.Len()), []byte("WAVEfmt "), uint32(16), uint16(code), uint16(channels), uint32(rate), uint32(rate * all), uint16(all), uint16(bits),
		[]byte("data"), uint32(data.Len()), data.Bytes(),
	} {
		_ = binary.Write(&b, le, part)
	}
	return b.Bytes()
}

// mp3 is so many frames of silence: MPEG 1, 128 kbit/s, 44.1 kHz.
func mp3(frames int) []byte {
	one := append([]byte{0xff, 0xfb, 0x90, 0xc0}, make([]byte, 413)...)
	return bytes.Repeat(one, frames)
}

// promising is mp3 with a first frame that says how many there are.
func promising(frames, said int) []byte {
	out := mp3(frames + 1)
	copy(out[4+17:], "Info\x00\x00\x00\x01")
	binary.BigEndian.PutUint32(out[4+17+8:], uint32(said))
	return out
}

// opus is so many packets of sound, each said to be 20 ms, and what it says of
// the piece.
func opus(packets int, granule int64, said string) []byte {
	o := &stream{sum: newOggSum(), serial: 7}
	o.write(page{flags: opens, serial: 7, lacing: []byte{19}, body: []byte("OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00")})
	tags := "OpusTags\x00\x00\x00\x00\x01\x00\x00\x00" + string(binary.LittleEndian.AppendUint32(nil, uint32(len(said)))) + said
	o.pack([][]byte{[]byte(tags)})
	for ; packets > 0; packets -= 50 {
		n := min(50, packets)
		o.write(page{granule: granule, serial: 7, lacing: bytes.Repeat([]byte{3}, n), body: bytes.Repeat([]byte{0xf8, 0xff, 0xfe}, n)})
	}
	return o.kept
}

func noise(size int) []byte {
	out, r := make([]byte, size), rand.New(rand.NewPCG(1, 2))
	for i := range out {
		out[i] = byte(r.Uint32())
	}
	return out
}

// id3 is a tag with a title, as it stands before the frames of an MP3.
func id3(title string) []byte {
	n := len(title)
	return append([]byte{'I', 'D', '3', 3, 0, 0, 0, 0, byte(n >> 7 & 127), byte(n & 127)}, title...)
}

// made is a file ffmpeg makes of a sweep of tones.
func made(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	all := append([]string{"-v", "error", "-f", "lavfi", "-i", "aevalsrc=0.2*sin(2*PI*(220+80*t)*t):s=44100:d=4"}, args...)
	if out, err := exec.Command("ffmpeg", append(all, "-metadata", "title=Bèo dạt mây trôi", path)...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg (make deps): %v\n%s", err, out)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func refused(t *testing.T, data []byte) string {
	t.Helper()
	_, err := Sniff(data)
	return testkit.Refused(err)
}
