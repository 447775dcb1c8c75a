package blob

import "image"

// Bytes is what would be kept.
func Bytes(c *Content) []byte { return c.data }

// Named is the name and media type a file would be kept under.
func Named(c *Content) (name, media string) { return c.name, c.media }

// Shrink makes a picture smaller.
func Shrink(m image.Image, w, h int) *image.RGBA { return shrink(m, w, h) }
