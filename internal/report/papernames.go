package report

import "donghanh/internal/platform/document/paper"

// PaperBody is a unit as it stands at the head of its papers, below its superior
// if it has one, with what people shorten written out.
func PaperBody(unit, superior string) paper.Body { return bodyOf(unit, superior) }

// PaperPlace is where a unit's papers are signed, by its name; empty when the
// name tells no place.
func PaperPlace(unit string) string { return placeOf(unit) }
