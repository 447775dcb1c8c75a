package gameshowweb

import (
	"context"
	"io"
	"math"
	"net/http"
	"strconv"
	"strings"

	"donghanh/internal/gameshow"
	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/errs"
	"donghanh/internal/platform/i18n"
	"donghanh/internal/platform/sound"
	"donghanh/internal/platform/ui"
	"donghanh/internal/platform/web"
)

// adding is how one kind of media is added.
type adding struct {
	kind   gameshow.MediaKind
	most   web.Most
	words  string // key of title and of what is said when it is done
	fields func(ctx context.Context, f *web.Form) addMediaView
	read   func(ctx context.Context, name string, file io.ReadSeeker, u *uploaded) error
	keep   func(ctx context.Context, p *Pages, show string, f *web.Form, u uploaded) (gameshow.Media, error)
}

// uploaded is the file of a form, looked at.
type uploaded struct {
	sound sound.Sound
	image *blob.Content
}

func (u uploaded) there() bool { return u.sound.Data != nil || u.image != nil }

// addMediaView is the form. Its file stands last: what comes before it is read, and
// so is kept, however large the file is.
type addMediaView struct {
	Form   *web.Form
	Crumbs []ui.Link
	Title  string
	Fields []ui.FieldView
	Cut    []ui.FieldView // from, to; of clips
	Even   *ui.FieldView
	Lacks  string // the server has no tool to cut with
	File   ui.FieldView
	Save   string
	Back   string
}

func clipAdding() adding {
	return adding{
		kind: gameshow.ClipKind, most: web.Most{Bytes: sound.MaxSize, Key: "sound.big"}, words: "clip", fields: clipFields,
		read: func(_ context.Context, _ string, file io.ReadSeeker, u *uploaded) error {
			data, err := io.ReadAll(file) // no more than most
			if err == nil {
				u.sound, err = sound.Sniff(data)
			}
			return err
		},
		keep: keepClip,
	}
}

func pictureAdding() adding {
	return adding{
		kind: gameshow.PictureKind, most: web.Most{Bytes: blob.MaxPhoto, Key: "gameshow.media.picture.big"}, words: "picture", fields: pictureFields,
		read: func(ctx context.Context, name string, file io.ReadSeeker, u *uploaded) (err error) {
			u.image, err = blob.ReadPhoto(ctx, name, file)
			return err
		},
		keep: func(ctx context.Context, p *Pages, show string, f *web.Form, u uploaded) (gameshow.Media, error) {
			return p.Show.AddPicture(ctx, show, gameshow.NewPicture{ID: f.Once(), Title: f.Text("title"), Rights: f.Text("rights"), Image: u.image})
		},
	}
}

func keepClip(ctx context.Context, p *Pages, show string, f *web.Form, u uploaded) (m gameshow.Media, err error) {
	c := gameshow.NewClip{ID: f.Once(), Title: f.Text("title"), Singer: f.Text("singer"), Rights: f.Text("rights"), Sound: u.sound}
	if c.Change, err = clipChange(f); err != nil {
		return m, err
	}
	return p.Show.AddClip(ctx, show, c)
}

// clipChange reads what is to become of a clip.
func clipChange(f *web.Form) (c sound.Change, err error) {
	var faults errs.List
	for field, to := range map[string]*int64{"from": &c.From, "to": &c.To} {
		var ok bool
		if *to, ok = moment(f.Text(field)); !ok {
			faults.Add(errs.At(field, "gameshow.media.moment"))
		}
	}
	c.Even = f.Text("even") != ""
	return c, faults.Err()
}

// moment reads "12", "12,5" or "1:05" as milliseconds; nothing is 0.
func moment(typed string) (millis int64, ok bool) {
	if typed == "" {
		return 0, true
	}
	minutes, seconds, long := strings.Cut(strings.ReplaceAll(typed, ",", "."), ":")
	if !long {
		minutes, seconds = "0", minutes
	}
	m, err := strconv.ParseUint(minutes, 10, 16)
	if err != nil {
		return 0, false
	}
	s, err := strconv.ParseFloat(seconds, 64)
	if err != nil || strings.ContainsAny(seconds, "eExXpPiInN_+-") || s > 1e6 || (long && s >= 60) {
		return 0, false
	}
	return int64(m)*60_000 + int64(math.Round(s*1000)), true
}

func (p *Pages) addForm(a adding) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		s, err := p.mediaOf(r)
		if err != nil {
			return err
		}
		begin := map[string]string{}
		if p.Show.Sound != nil {
			begin["even"] = "1"
		}
		f, err := p.Site.NewForm(w, r, begin)
		if err != nil {
			return err
		}
		return p.renderAdd(w, r, a, s, f)
	}
}

func (p *Pages) add(a adding) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		s, err := p.mediaOf(r) // whoever may not sends no megabytes
		if err != nil {
			return err
		}
		ctx, u := r.Context(), uploaded{}
		f, err := web.ReadUploadUpTo(w, r, a.most, func(field, name string, file io.ReadSeeker) error {
			if field != "file" {
				return nil
			}
			return a.read(ctx, name, file, &u)
		})
		if err != nil {
			return err
		}
		var m gameshow.Media
		if err = f.Err(); err == nil {
			m, err = a.keep(ctx, p, s.ID, f, u)
		}
		if !f.Take(err) {
			if err != nil {
				return err
			}
			return p.Site.Done(w, r, s.href(), say(ctx, "media."+a.words+".said", i18n.Args{"title": m.Title}))
		}
		if u.there() && f.Field(ui.FieldView{Name: "file"}).Error == "" {
			f.Take(errs.At("file", "gameshow.media.again"))
		}
		return p.renderAdd(w, r, a, s, f)
	}
}

func (p *Pages) renderAdd(w http.ResponseWriter, r *http.Request, a adding, s shelfOf, f *web.Form) error {
	ctx := r.Context()
	v := a.fields(ctx, f)
	v.Form, v.Title, v.Save, v.Back = f, say(ctx, "media."+a.words+".add"), say(ctx, "media.save"), s.href()
	v.Crumbs = s.crumbs(ctx, v.Title, ui.Link{Text: say(ctx, "media.title"), Href: s.href()})
	if p.Show.Sound == nil && v.Even != nil {
		v.Lacks = i18n.T(ctx, "sound.tool.none")
	}
	return p.render(w, r, f.Status(), v.Title, addMediaPage(v))
}

func clipFields(ctx context.Context, f *web.Form) addMediaView {
	even := f.Field(ui.FieldView{Name: "even", Label: say(ctx, "media.even"), Help: say(ctx, "media.even_help"), Type: "checkbox"})
	return addMediaView{
		Fields: []ui.FieldView{
			f.Field(ui.FieldView{Name: "title", Label: say(ctx, "media.clip.title"), Help: say(ctx, "media.title_help"), Required: true, Max: 150}),
			f.Field(ui.FieldView{Name: "singer", Label: say(ctx, "media.singer"), Optional: true, Max: 150}),
			rightsField(ctx, f),
		},
		Cut: []ui.FieldView{
			f.Field(ui.FieldView{Name: "from", Label: say(ctx, "media.from"), Help: say(ctx, "media.from_help"), Optional: true, Max: 10, Autocomplete: "off"}),
			f.Field(ui.FieldView{Name: "to", Label: say(ctx, "media.to"), Help: say(ctx, "media.to_help"), Optional: true, Max: 10, Autocomplete: "off"}),
		},
		Even: &even,
		File: fileField(ctx, f, sound.MaxSize, "media.clip.file", say(ctx, "media.clip.file_help", i18n.Args{"max": sound.MaxSize >> 20}), "audio/*,.mp3,.wav,.ogg,.oga,.opus"),
	}
}

func pictureFields(ctx context.Context, f *web.Form) addMediaView {
	return addMediaView{
		Fields: []ui.FieldView{
			f.Field(ui.FieldView{Name: "title", Label: say(ctx, "media.picture.title"), Help: say(ctx, "media.title_help"), Required: true, Max: 150}),
			rightsField(ctx, f),
		},
		File: fileField(ctx, f, blob.MaxPhoto, "media.picture.file", say(ctx, "media.picture.file_help", i18n.Args{"max": blob.MaxPhoto >> 20}), "image/*"),
	}
}

func rightsField(ctx context.Context, f *web.Form) ui.FieldView {
	return f.Field(ui.FieldView{Name: "rights", Label: say(ctx, "media.rights"), Help: say(ctx, "media.rights_help"), Type: "textarea", Rows: 2, Required: true, Max: 500})
}

// fileField takes a file. The page says at once when one is too large, before
// it is sent.
func fileField(ctx context.Context, f *web.Form, most int, label, help, accept string) ui.FieldView {
	return f.Field(ui.FieldView{Name: "file", Label: say(ctx, label), Help: help, Type: "file", Required: true, Attrs: map[string]any{
		"accept": accept, "data-most": strconv.Itoa(most), "data-over": say(ctx, "media.over", i18n.Args{"max": most >> 20}),
	}})
}
