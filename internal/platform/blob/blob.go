// Package blob keeps the files people attach: papers and photos, in the
// database (docs/adr/0008).
//
// A file comes in two steps. ReadPaper and ReadPhoto look at what was sent and
// refuse it or make it fit to keep; that takes processor time and reads the
// request, so it happens outside a transaction. Put then writes the result in
// the transaction of the act it belongs to, which may run twice. What is kept
// goes by its content and never by its name, and no picture keeps what its
// file knew besides the pixels, such as where it was taken.
//
// The domain that attaches a file keeps its id, REFERENCES blob_file (id), and
// tells Store.Used which ids it still uses: the rest is purged after a day.
// Who may read a file is the domain's question too.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/day"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/errs"
)

const (
	// MaxPaper is the longest paper, in bytes: forty scanned pages, or what an
	// office's link sends in a minute or two.
	MaxPaper = 10 << 20
	// MaxPhoto is the longest picture as it is sent, in bytes: more than phones
	// make at their best setting. What is kept of it is far smaller.
	MaxPhoto = 30 << 20
	// MaxPixels is the most pixels a picture may have, by its header: decoding
	// takes up to 8 bytes for each, whatever the file's length.
	MaxPixels = 50_000_000
)

// Sides of pictures as they are kept, in pixels.
const (
	PhotoSide   = 1600 // fills a screen
	PaperSide   = 2600 // an A4 page stays readable and prints at 220 dpi
	PreviewSide = 320  // in a list
)

// Content is a file that has been looked at and is fit to be kept.
type Content struct {
	name, media   string
	data, preview []byte // preview only of pictures
	width, height int
}

// Info is what is known of a file without its bytes.
type Info struct {
	ID        string `db:"id"`
	SHA256    string `db:"sha256"` // of the bytes, as hex
	Media     string `db:"media"`  // "application/pdf"
	Name      string `db:"name"`   // fit to be shown and to be saved under
	Size      int64  `db:"size"`   // bytes
	Width     int    `db:"width"`  // of a picture in pixels, else 0
	Height    int    `db:"height"`
	Account   string `db:"account"`    // who sent it
	CreatedAt int64  `db:"created_at"` // microseconds UTC, by the machine's clock
}

// Picture tells that there is a preview.
func (i Info) Picture() bool { return i.Width > 0 }

// Put keeps a file in the caller's transaction, as the context's actor. The
// caller keeps the id in the same transaction; a file nobody has an id of is
// purged.
func Put(ctx context.Context, tx *db.Tx, c *Content) (i Info, err error) {
	defer errs.Wrap(&err, "blob.Put")
	sum := sha256.Sum256(c.data)
	i = Info{
		ID: db.NewID(), SHA256: hex.EncodeToString(sum[:]), Media: c.media, Name: c.name, Size: int64(len(c.data)),
		Width: c.width, Height: c.height, CreatedAt: day.Machine(),
	}
	if me := auth.From(ctx); me != nil {
		i.Account = me.Account
	}
	if err := insert(ctx, tx, i); err != nil {
		return i, err
	}
	for no := 0; no*partSize < len(c.data); no++ {
		if err := insertPart(ctx, tx, i.ID, no, c.data[no*partSize:min(len(c.data), (no+1)*partSize)]); err != nil {
			return i, err
		}
	}
	if c.preview == nil {
		return i, nil
	}
	return i, insertPreview(ctx, tx, i.ID, c.preview)
}

// Get is what is known of one file; one that is not there is not found.
func Get(ctx context.Context, tx *db.Tx, id string) (Info, error) { return get(ctx, tx, id) }

// Infos is what is known of files, by id; those that are not there are left out.
func Infos(ctx context.Context, tx *db.Tx, ids ...string) (map[string]Info, error) {
	rows, err := list(ctx, tx, ids)
	out := make(map[string]Info, len(rows))
	for _, i := range rows {
		out[i.ID] = i
	}
	return out, err
}

// Read is the whole of a file, for a document that takes it in. To send one to
// a browser use Store.Open.
func Read(ctx context.Context, tx *db.Tx, id string) ([]byte, error) {
	i, err := get(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	out := make([]byte, 0, i.Size)
	for no := 0; int64(len(out)) < i.Size; no++ {
		p, err := part(ctx, tx, id, no)
		if err != nil {
			return nil, err
		}
		out = append(out, p...)
	}
	return out, nil
}

// Preview is the small JPEG of a picture; of other files it is not found.
func Preview(ctx context.Context, tx *db.Tx, id string) ([]byte, error) { return preview(ctx, tx, id) }
