package demo

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/db"
)

// keepPicture draws what a photo shows and keeps it as the actor's.
func keepPicture(ctx context.Context, tx *db.Tx, what string) (id string, err error) {
	var out bytes.Buffer
	if err := png.Encode(&out, drawn(what)); err != nil {
		return "", err
	}
	c, err := blob.ReadPhoto(ctx, what+".png", bytes.NewReader(out.Bytes()))
	if err != nil {
		return "", err
	}
	i, err := blob.Put(ctx, tx, c)
	return i.ID, err
}

// drawn is a plain picture of people in a room: it stands for a photo, and is
// nobody's.
func drawn(what string) image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 640, 420))
	fill(m, m.Bounds(), 0xF2E9DA)
	fill(m, image.Rect(0, 300, 640, 420), 0xC9B18F)
	switch what {
	case "class":
		fill(m, image.Rect(180, 50, 460, 170), 0x2F6B4F)
		fill(m, image.Rect(190, 60, 450, 160), 0x3C8463)
	case "hall":
		fill(m, image.Rect(0, 0, 640, 190), 0xA8202C)
		fill(m, image.Rect(120, 150, 520, 200), 0x7A4A2A)
	case "couples":
		fill(m, image.Rect(0, 0, 640, 120), 0xF6C9D0)
	}
	rows, places := 3, 9
	if what == "couples" {
		rows, places = 2, 10
	}
	for row := range rows {
		for i := range places {
			person(m, 55+i*58+row%2*20, 215+row*60, clothes(what, row, i))
		}
	}
	return m
}

// clothes are white, blue and warm by turns; couples stand in white and dark.
func clothes(what string, row, i int) uint32 {
	if what == "couples" {
		return []uint32{0xFFFFFF, 0x2B3245}[i%2]
	}
	return []uint32{0xFFFFFF, 0x3E6FB0, 0xD98C5F, 0x8DA9C4, 0xF2D492}[(row*3+i)%5]
}

func person(m draw.Image, x, y int, coat uint32) {
	disc(m, x, y, 14, 0xE3B18C)
	disc(m, x, y-6, 13, 0x33261D)
	disc(m, x, y+2, 11, 0xE3B18C)
	fill(m, image.Rect(x-19, y+15, x+19, y+58), coat)
}

func disc(m draw.Image, x, y, r int, rgb uint32) {
	for dy := -r; dy <= r; dy++ {
		for dx := -r; dx <= r; dx++ {
			if dx*dx+dy*dy <= r*r {
				m.Set(x+dx, y+dy, paint(rgb))
			}
		}
	}
}

func fill(m draw.Image, r image.Rectangle, rgb uint32) {
	draw.Draw(m, r, image.NewUniform(paint(rgb)), image.Point{}, draw.Src)
}

func paint(rgb uint32) color.RGBA {
	return color.RGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 0xFF}
}
