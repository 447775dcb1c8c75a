package blob

import "donghanh/internal/platform/sound"

// FromSound is a clip that package sound has read, fit to be kept under a name.
func FromSound(name string, s sound.Sound) *Content {
	return &Content{name: nameOf(clean(name), s.Media), media: s.Media, data: s.Data}
}
