package paper

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"time"

	"donghanh/internal/platform/errs"
)

// WriteDOCX writes the paper as a Word document. The same paper gives the same
// bytes. Nothing is written to w on error.
func WriteDOCX(w io.Writer, p Paper) (err error) {
	defer errs.Wrap(&err, "paper.WriteDOCX(%q)", p.subject())
	parts, err := docxParts(p)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := pack(&b, parts); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// docxPart is a file inside the document.
type docxPart struct {
	name string
	data []byte
}

// docxParts are the files in the order they are packed: the first must be the
// list of their types.
func docxParts(p Paper) ([]docxPart, error) {
	pieces, code, err := compose(p)
	if err != nil {
		return nil, err
	}
	parts := []docxPart{
		{"[Content_Types].xml", []byte(contentTypes)},
		{"_rels/.rels", []byte(packageRels)},
		{"docProps/core.xml", coreProperties(p)},
		{"docProps/app.xml", []byte(appProperties)},
		{"word/document.xml", documentPart(pieces)},
		{"word/styles.xml", stylesPart()},
		{"word/settings.xml", []byte(settings)},
		{"word/header1.xml", []byte(pageHeader)},
		{"word/_rels/document.xml.rels", []byte(documentRels(code != nil))},
	}
	if code == nil {
		return parts, nil
	}
	picture, err := code.png()
	return append(parts, docxPart{"word/media/qr.png", picture}), err
}

// pack writes the parts with one moment for all: when a file was made is no
// part of what it says.
func pack(w io.Writer, parts []docxPart) error {
	z := zip.NewWriter(w)
	for _, part := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{
			Name: part.name, Method: zip.Deflate, Modified: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC),
		})
		if err != nil {
			return err
		}
		if _, err := f.Write(part.data); err != nil {
			return err
		}
	}
	return z.Close()
}

func coreProperties(p Paper) []byte {
	moment := made(p.Day).Format(time.RFC3339)
	return fmt.Appendf(nil, xmlHead+`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"`+
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`+
		`<dc:title>%s</dc:title><dc:subject>%s</dc:subject><dc:creator>%s</dc:creator><dc:language>%s</dc:language>`+
		`<dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">%s</dcterms:modified>`+
		`</cp:coreProperties>`, escape(p.subject()), escape(p.number()), escape(p.issuer()), language, moment, moment)
}

// documentRels are what document.xml names by id.
func documentRels(picture bool) string {
	const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	s := xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + office + `styles" Target="styles.xml"/>` +
		`<Relationship Id="rId2" Type="` + office + `settings" Target="settings.xml"/>` +
		`<Relationship Id="rId3" Type="` + office + `header" Target="header1.xml"/>`
	if picture {
		s += `<Relationship Id="rId4" Type="` + office + `image" Target="media/qr.png"/>`
	}
	return s + `</Relationships>`
}

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordNS  = `http://schemas.openxmlformats.org/wordprocessingml/2006/main`

	contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>` +
		`<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
		`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`

	packageRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
		`<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/></Relationships>`

	appProperties = xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>` + program + `</Application></Properties>`

	// Mode 15 is Word 2013 and later: without it Word lays out as Word 2007 did.
	settings = xmlHead + `<w:settings xmlns:w="` + wordNS + `"><w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>` +
		`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
		`<w:themeFontLang w:val="` + language + `"/></w:settings>`

	pageHeader = xmlHead + `<w:hdr xmlns:w="` + wordNS + `"><w:p><w:pPr><w:pStyle w:val="SoTrang"/></w:pPr>` +
		`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` +
		`<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>`
)
