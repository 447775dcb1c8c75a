// Package migrations holds the database's schema as goose migrations: one
// sequence and one SQL text for both databases. A file NNNN_x.sqlite.sql has a
// twin NNNN_x.postgres.sql, only where one text cannot serve. Files are never
// edited once released, only added.
package migrations

import "embed"

// FS holds the migration files.
//
//go:embed *.sql
var FS embed.FS
