package sound

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
)

func TestClipsAreKnownByTheirContent(t *testing.T) {
	pcm := func(code, channels, rate, bits int) []byte {
		return wavOf(code, channels, rate, bits, make([]byte, 2*rate*channels*bits/8))
	}
	extensible := func() []byte {
		w := wavOf(0xfffe, 1, 8000, 16, make([]byte, 32_000))
		more := append([]byte{22, 0, 16, 0, 4, 0, 0, 0, 1, 0}, "\x00\x00\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"...)
		w = append(append(append([]byte{}, w[:36]...), more...), w[36:]...)
		w[16] = 40
		binary.LittleEndian.PutUint32(w[4:], uint32(len(w)-8))
		return w
	}
	for name, c := range map[string]struct {
		data   []byte
		media  string
		millis int64
	}{
		"WAV, 8 bits":            {pcm(1, 1, 11_025, 8), WAV, 2000},
		"WAV, 16 bits, stereo":   {pcm(1, 2, 44_100, 16), WAV, 2000},
		"WAV, 24 bits":           {pcm(1, 2, 48_000, 24), WAV, 2000},
		"WAV, 32 bits":           {pcm(1, 1, 96_000, 32), WAV, 2000},
		"WAV, floating":          {pcm(3, 2, 22_050, 32), WAV, 2000},
		"WAV, extensible":        {extensible(), WAV, 2000},
		"MP3":                    {mp3(100), MP3, 2612},
		"MP3 behind a tag":       {append(id3("Bèo dạt mây trôi"), mp3(100)...), MP3, 2612},
		"MP3 that counts itself": {promising(100, 100), MP3, 2612},
		"MP3 cut within a frame": {mp3(101)[300:], MP3, 2612},
		"OGG with Opus":          {opus(150, 150*960, "TITLE=x"), OGG, 2993},
		"WAV of ffmpeg":          {made(t, "a.wav"), WAV, 4000},
		"MP3 of ffmpeg":          {made(t, "a.mp3"), MP3, 4048},
		"MP3 of ffmpeg, varying": {made(t, "a.mp3", "-q:a", "4", "-ac", "2"), MP3, 4048},
		"MP3 of ffmpeg, 22 kHz":  {made(t, "a.mp3", "-ar", "22050"), MP3, 4048},
		"MP3 of ffmpeg, 8 kHz":   {made(t, "a.mp3", "-ar", "8000"), MP3, 4140},
		"Vorbis of ffmpeg":       {made(t, "a.ogg", "-c:a", "libvorbis"), OGG, 4000},
		"Opus of ffmpeg":         {made(t, "a.ogg", "-c:a", "libopus"), OGG, 4000},
	} {
		s, err := Sniff(c.data)
		if err != nil || s.Media != c.media || s.Millis < c.millis-60 || s.Millis > c.millis+60 {
			t.Errorf("%s: %s of %d ms, %v", name, s.Media, s.Millis, err)
		}
		again, err := Sniff(s.Data)
		if err != nil || again.Millis != s.Millis || !bytes.Equal(again.Data, s.Data) {
			t.Errorf("%s: what is kept of it: %d ms, %v", name, again.Millis, err)
		}
		if strings.Contains(string(s.Data), "trôi") || strings.Contains(string(s.Data), "TITLE") {
			t.Errorf("%s tells its title", name)
		}
	}
}

func TestWhatIsNoClipIsRefused(t *testing.T) {
	put := func(data []byte, at int, value uint32) []byte {
		binary.LittleEndian.PutUint32(data[at:], value)
		return data
	}
	ogg := opus(150, 150*960, "")
	bent := bytes.Clone(ogg)
	bent[len(bent)-5]++
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"nothing":                          {nil, "sound.short"},
		"text named .mp3":                  {[]byte(strings.Repeat("Bèo dạt mây trôi chốn xa xôi. ", 3000)), "sound.kind"},
		"a page":                           {[]byte("<!doctype html><script>alert(1)</script>" + strings.Repeat("x", 9000)), "sound.kind"},
		"noise":                            {noise(1 << 20), "sound.kind"},
		"a tag and nothing behind it":      {id3("x"), "sound.kind"},
		"a tag longer than the file":       {[]byte("ID3\x03\x00\x00\x7f\x7f\x7f\x7fabc"), "sound.kind"},
		"two frames":                       {mp3(2), "sound.kind"},
		"ten frames":                       {mp3(10), "sound.short"},
		"frames, then noise":               {append(mp3(100), noise(50_000)...), "sound.broken"},
		"noise, then frames":               {append(noise(50_000), mp3(100)...), "sound.kind"},
		"fewer frames than it says":        {promising(100, 5000), "sound.lies"},
		"more frames than it says":         {promising(1000, 10), "sound.lies"},
		"an hour of MP3":                   {mp3(27_000), "sound.long"},
		"more than 20 MB":                  {make([]byte, MaxSize+1), "sound.big"},
		"a WAV without samples":            {wav(0), "sound.short"},
		"a WAV of a moment":                {wav(299), "sound.short"},
		"a WAV of the shortest":            {wav(300), ""},
		"more samples than there are":      {put(wav(1000), 40, 1<<31), "sound.lies"},
		"fewer samples than there are":     {put(wav(1000), 40, 5000), "sound.lies"},
		"a WAV longer than its file":       {put(wav(1000), 4, 1<<30), "sound.lies"},
		"a WAV shorter than its file":      {put(wav(1000), 4, 100), "sound.lies"},
		"half a WAV":                       {wav(1000)[:8000], "sound.lies"},
		"a WAV at no rate":                 {put(wav(1000), 24, 0), "sound.lies"},
		"a WAV in a code we do not play":   {wavOf(0x55, 1, 8000, 16, make([]int16, 8000)), "sound.kind"},
		"a WAV of 12 bits":                 {wavOf(1, 1, 8000, 12, make([]int16, 8000)), "sound.kind"},
		"a WAV of a thousand channels":     {wavOf(1, 1000, 8000, 16, make([]int16, 8000)), "sound.lies"},
		"a WAV with no word of its format": {put(append(bytes.Clone(wav(1000)[:12]), wav(1000)[36:]...), 4, uint32(len(wav(1000))-24-8)), "sound.broken"},
		"half a page of OGG":               {ogg[:len(ogg)-3], "sound.broken"},
		"a bent bit of OGG":                {bent, "sound.broken"},
		"a page of OGG lost":               {append(bytes.Clone(ogg[:47]), ogg[47+28+20:]...), "sound.broken"},
		"an OGG that says nine minutes":    {opus(20, 9*60*48_000, ""), "sound.lies"},
		"an OGG that says half a second":   {opus(60_000, 24_000, ""), "sound.lies"},
		"an OGG that runs backwards":       {opus(150, -7, ""), "sound.lies"},
		"an OGG without sound":             {opus(0, 0, ""), "sound.short"},
		"two OGG one behind the other":     {append(bytes.Clone(ogg), ogg...), "sound.broken"},
	} {
		if got := refused(t, c.data); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// FuzzSniff: whatever is sent, it is read in bounds or refused in words, and
// what is kept of it is read the same way again.
func FuzzSniff(f *testing.F) {
	for _, seed := range [][]byte{wav(400), mp3(20), promising(20, 20), append(id3("x"), mp3(20)...), opus(40, 40*960, "TITLE=x"), noise(3000), append(mp3(15), append([]byte{0}, mp3(5)...)...)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Sniff(data)
		if err != nil {
			refused(t, data)
			return
		}
		if s.Millis < Shortest || s.Millis > Longest || len(s.Data) > len(data)+64 {
			t.Errorf("%d bytes, %s: %d ms, %d bytes", len(data), s.Media, s.Millis, len(s.Data))
		}
		if again, err := Sniff(s.Data); err != nil || again.Media != s.Media || again.Millis != s.Millis {
			t.Errorf("what is kept of it: %+v, %v", again.Millis, err)
		}
	})
}

// FuzzPages: bytes behind a right checksum go as deep as those of a real file.
func FuzzPages(f *testing.F) {
	f.Add([]byte("OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"), []byte("OpusTags\x00\x00\x00\x00\x00\x00\x00\x00"), []byte{1, 2, 3}, byte(0), int64(960))
	f.Add([]byte("\x01vorbis\x00\x00\x00\x00\x01\x44\xac\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xb8\x01"), []byte("\x03vorbis\x00"), []byte{9}, byte(1), int64(-1))
	f.Fuzz(func(t *testing.T, head, comment, sound []byte, flags byte, granule int64) {
		o := &stream{sum: newOggSum(), serial: 1}
		o.write(page{flags: opens, serial: 1, lacing: []byte{byte(min(255, len(head)))}, body: head[:min(255, len(head))]})
		o.pack([][]byte{comment, comment})
		lacing := bytes.Repeat([]byte{1}, min(255, len(sound)))
		o.write(page{flags: flags, granule: granule, serial: 1, lacing: lacing, body: sound[:len(lacing)]})
		if s, err := Sniff(o.kept); err == nil && s.Millis > Longest {
			t.Errorf("%d ms", s.Millis)
		}
	})
}
