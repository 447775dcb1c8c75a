package paper

import (
	"fmt"
	"math"
)

// stylesPart names every style, so that an office changes the look of a paper
// in one place.
func stylesPart() []byte {
	b := fmt.Appendf(nil, xmlHead+`<w:styles xmlns:w="%s"><w:docDefaults><w:rPrDefault><w:rPr>`+
		`<w:rFonts w:ascii="%[2]s" w:hAnsi="%[2]s" w:eastAsia="%[2]s" w:cs="%[2]s"/><w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/>`+
		`<w:lang w:val="%[3]s" w:eastAsia="%[3]s"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/></w:pPr></w:pPrDefault></w:docDefaults>`+
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>`, wordNS, faceName, language)
	for _, s := range allStyles() {
		b = s.appendXML(b)
	}
	return append(b, `</w:styles>`...)
}

// appendXML writes the properties in the order the schema wants.
func (s style) appendXML(b []byte) []byte {
	b = fmt.Appendf(b, `<w:style w:type="paragraph" w:customStyle="1" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>`, s.id, s.name)
	if s.keep {
		b = append(b, `<w:keepNext/>`...)
	}
	// Lines are counted in 240ths of a single one.
	b = fmt.Appendf(b, `<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="auto"/>`, twips(s.before), twips(s.after), int(math.Round(240*s.line)))
	if s.first > 0 {
		b = fmt.Appendf(b, `<w:ind w:firstLine="%d"/>`, twips(s.first))
	}
	b = fmt.Appendf(b, `<w:jc w:val="%s"/>`, [...]string{Left: "left", Right: "right", Centre: "center", Justify: "both"}[s.align])
	if level := outline(s.id); level != "" {
		b = fmt.Appendf(b, `<w:outlineLvl w:val="%s"/>`, level)
	}
	half := int(math.Round(2 * s.size))
	return fmt.Appendf(b, `</w:pPr><w:rPr>%s<w:sz w:val="%d"/><w:szCs w:val="%d"/></w:rPr></w:style>`, emphasis(s.bold, s.italic), half, half)
}

// outline is the level of a heading in the navigation of a word processor.
func outline(id string) string {
	return map[string]string{
		partStyle.id: "0", annexStyle.id: "0", sectionStyle.id: "0", itemStyle.id: "1", pointStyle.id: "2",
	}[id]
}
