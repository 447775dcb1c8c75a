package demo

import (
	"donghanh/internal/agreement"
	"donghanh/internal/platform/day"
)

// planPacts are the agreements of the articles and a few made-up ones beside
// them. Real names stand only where an article is named as the source.
func (w *world) planPacts(s sources, north, south *people) []pact {
	var out []pact
	out = append(out, townPacts(w.federationOf(sonTayCode).chair)...)
	out = append(out, cityPacts(s.places, w.leaderOf("HN"))...)
	out = append(out, seoul())
	out = append(out, districtPacts(w, north)...)
	out = append(out, schoolPacts(w, north)...)
	out = append(out, southPacts(w, south)...)
	return append(out, basePacts(w, north, south)...)
}

// head is an agreement as a whole: with the usual notice, reviewed each half
// year.
func head(unit string, kind agreement.Kind, title string, from, to day.Date, opposite ...agreement.Opposite) agreement.Head {
	return agreement.Head{Unit: unit, Kind: kind, Title: title, From: from, To: to, Notice: -1, Review: -1, Opposite: opposite}
}

func partner(kind agreement.PartnerKind, name string) agreement.Opposite {
	return agreement.Opposite{Name: name, Kind: kind}
}

func signed(on day.Date, place, number string) agreement.Signing {
	return agreement.Signing{On: on, Place: place, Number: number}
}

func signer(name, post, authority string) agreement.Details {
	return agreement.Details{Signer: name, Post: post, Authority: authority}
}

// chapters is a text of the usual three chapters: what is general, the fields as
// they stand in the agreement, how it is carried out.
func chapters(grounds []string, purpose string, fields []area, carried string) []agreement.Part {
	var out []agreement.Part
	for _, g := range grounds {
		out = append(out, agreement.Part{Level: agreement.Ground, Body: g})
	}
	out = append(out,
		agreement.Part{Level: agreement.Chapter, Heading: "Quy định chung"},
		agreement.Part{Level: agreement.Article, Heading: "Mục đích, nguyên tắc", Body: purpose},
		agreement.Part{Level: agreement.Chapter, Heading: "Nội dung phối hợp"})
	for _, f := range fields {
		body := ""
		for _, p := range f.promises {
			body += "- " + p.Text + ".\n"
		}
		out = append(out, agreement.Part{Level: agreement.Article, Heading: f.heading, Body: body})
	}
	return append(out,
		agreement.Part{Level: agreement.Chapter, Heading: "Tổ chức thực hiện"},
		agreement.Part{Level: agreement.Article, Heading: "Trách nhiệm của các bên", Body: carried},
		agreement.Part{Level: agreement.Article, Heading: "Hiệu lực", Body: "Có hiệu lực từ ngày ký. Khi cần sửa đổi, bổ sung, các bên cùng thống nhất bằng văn bản."})
}
