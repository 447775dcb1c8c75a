// Package catalogue holds the rules as data: measures, indicators, kinds of
// units and of activities, thresholds. A new circular is a new row here, not a
// new release (design.md §1.8).
package catalogue

import "embed"

// FS holds the catalogue's files.
//
//go:embed *.toml kinds/*.toml reports/*.toml agreements/*.toml show/*.tsv
var FS embed.FS
