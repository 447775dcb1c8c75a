package blob_test

import (
	"strings"
	"testing"

	"donghanh/internal/platform/blob"
	"donghanh/internal/platform/errs"
)

const types = "[Content_Types].xml"

func TestPapersAreTakenByTheirContent(t *testing.T) {
	docx := zipOf(t, types, "<Types/>", "word/document.xml", "<w/>")
	for name, c := range map[string]struct{ sent, name, media string }{
		"quyết định.pdf":                  {"%PDF-1.7\nthân\n%%EOF", "quyết định.pdf", blob.PDF},
		"quyết định.exe":                  {"%PDF-1.7\nthân\n%%EOF", "quyết định.exe.pdf", blob.PDF},
		"Công văn số 12.3":                {docx, "Công văn số 12.3.docx", blob.DOCX},
		"TỜ TRÌNH.DOCX":                   {docx, "TỜ TRÌNH.DOCX", blob.DOCX},
		"bảng.xlsx":                       {zipOf(t, types, "<Types/>", "xl/workbook.xml", "<w/>"), "bảng.xlsx", blob.XLSX},
		"bài.odt":                         {zipOf(t, "mimetype", blob.ODT, "content.xml", "<c/>"), "bài.odt", blob.ODT},
		"ghi chú.txt":                     {"Xin chào các đồng chí.\r\n\tThân ái.", "ghi chú.txt", blob.Text},
		"danh sách.csv":                   {"\xef\xbb\xbftên;số\nÁnh;1", "danh sách.csv", blob.Text},
		"scan.png":                        {pngOf(t, marked(100, 80)), "scan.jpg", blob.JPEG},
		"":                                {"chữ", "tệp.txt", blob.Text},
		`..\..\a/b/c<d>.txt`:              {"chữ", "c-d-.txt", blob.Text},
		"bi\u202etxt.exe":                 {"chữ", "bi txt.exe.txt", blob.Text},
		"Te\u0302n to\u0302\u0301t.txt":   {"chữ", "Tên tốt.txt", blob.Text}, // marks apart, as Macs send them
		strings.Repeat("ệ", 200) + ".pdf": {"%PDF-1.4 %%EOF", strings.Repeat("ệ", 58) + ".pdf", blob.PDF},
	} {
		kept, refused := paper(t, name, c.sent)
		if refused != "" {
			t.Errorf("%q: %s", name, refused)
			continue
		}
		if got, media := blob.Named(kept); got != c.name || media != c.media {
			t.Errorf("%q: kept as %q, %s; want %q, %s", name, got, media, c.name, c.media)
		}
		if media := c.media; media != blob.JPEG && string(blob.Bytes(kept)) != c.sent {
			t.Errorf("%q is not kept as it was sent", name)
		}
	}
}

func TestWhatIsNoPaperIsRefused(t *testing.T) {
	docx := zipOf(t, types, "<Types/>", "word/document.xml", strings.Repeat("<w>chữ</w>", 50))
	hurt := strings.Replace(docx, "word/document.xml", "word/documenT.xml", 1) // the directory at the end says another
	for name, c := range map[string]struct{ sent, want string }{
		"empty":                        {"", "blob.empty"},
		"blanks":                       {" \r\n\t ", "blob.empty"},
		"a program of Windows":         {"MZ\x90\x00\x03", "blob.kind"},
		"a program of Linux":           {"\x7fELF\x02\x01\x01\x00", "blob.kind"},
		"a script":                     {"#!/bin/sh\nrm -rf /", "blob.kind"},
		"HTML":                         {"<!DOCTYPE html><title>x</title>", "blob.markup"},
		"HTML behind blanks":           {"\xef\xbb\xbf \n <hTmL>", "blob.markup"},
		"HTML behind words":            {"xin chào <script>alert(1)</script>", "blob.markup"},
		"SVG":                          {`<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>`, "blob.markup"},
		"XML":                          {`<?xml version="1.0"?><a/>`, "blob.markup"},
		"a PDF cut short":              {"%PDF-1.7\nthân", "blob.broken"},
		"HTML with a PDF in it":        {"<html>%PDF-1.7 %%EOF", "blob.markup"},
		"an old Word file":             {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "blob.old_office"},
		"a picture of an iPhone":       {"\x00\x00\x00\x18ftypheic", "blob.heic"},
		"any zip":                      {zipOf(t, "a.txt", "a"), "blob.kind"},
		"a Java archive":               {zipOf(t, "META-INF/MANIFEST.MF", "x", "A.class", "x"), "blob.kind"},
		"a zip called ODT":             {zipOf(t, "mimetype", blob.ODT+"-template", "content.xml", "x"), "blob.kind"},
		"macros in Word":               {zipOf(t, types, "<Types/>", "word/document.xml", "<w/>", "word/vbaProject.bin", "x"), "blob.macro"},
		"a zip bomb":                   {bombOf(t, types, "<Types/>", "word/document.xml", "<w/>", "word/a", strings.Repeat("\x00", 30<<20)), "blob.bomb"},
		"a DOCX cut short":             {docx[:len(docx)-30], "blob.broken"},
		"a DOCX with a damaged part":   {strings.Replace(docx, docx[60:70], "xxxxxxxxxx", 1), "blob.broken"},
		"a part of another name":       {hurt, ""},
		"text in eight bits":           {"T\xea n ch\xf7", "blob.kind"},
		"text in UTF-16":               {"\xff\xfeT\x00", "blob.kind"},
		"half a picture":               {jpegOf(t, marked(64, 64))[:300], "blob.broken"},
		"a picture of too many pixels": {pngSaying(t, 20_000, 20_000), "blob.pixels"},
	} {
		if _, got := paper(t, "tệp.pdf", c.sent); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	if _, err := blob.ReadPaper(t.Context(), "lớn.pdf", &long{head: "%PDF-", end: blob.MaxPaper + 1}); errs.Of(err).Key != "blob.big" {
		t.Errorf("one byte too long: %v", err)
	}
}

// FuzzReadPaper: whatever is sent, it is kept whole under a fitting name or
// refused in words; nothing is taken for what a browser runs.
func FuzzReadPaper(f *testing.F) {
	for _, s := range []string{"", "chữ", "<html>", "%PDF-1.7 %%EOF", "PK\x03\x04", "\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00*", "\x89PNG\r\n\x1a\n", "RIFF\x00\x00\x00\x00WEBPVP8X"} {
		f.Add("tên.pdf", s)
	}
	f.Fuzz(func(t *testing.T, name, sent string) {
		kept, refused := paper(t, name, sent)
		if refused != "" {
			return
		}
		called, media := blob.Named(kept)
		if called == "" || len(called) > 190 || strings.ContainsAny(called, "/\\\x00\n\"<>") {
			t.Errorf("%q is kept as %q", name, called)
		}
		if low := strings.ToLower(strings.TrimSpace(string(blob.Bytes(kept)))); strings.HasPrefix(low, "<") && media == blob.Text {
			t.Errorf("markup is kept as text: %.40q", low)
		}
	})
}

// FuzzReadPhoto: the parts of a picture's file are followed wherever they lead.
func FuzzReadPhoto(f *testing.F) {
	f.Add([]byte(webpPixel))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x1eExif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00\xff\xda"))
	f.Fuzz(func(t *testing.T, sent []byte) {
		if len(sent) > 1<<16 {
			return
		}
		kept, refused := photo(t, "x", string(sent))
		if refused == "" && len(blob.Bytes(kept)) == 0 {
			t.Error("a picture without bytes is kept")
		}
	})
}
