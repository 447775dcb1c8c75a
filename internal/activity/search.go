package activity

import (
	"donghanh/internal/platform/search"
)

// folded is what a record is found by.
func (r Record) folded() string { return search.Fold(r.Title + " " + r.Ref + " " + r.Partner) }
