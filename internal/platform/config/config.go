// Package config is how the program is told where its data are and how it is
// reached: one struct, read once by main from flags and environment.
package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Config is the settings the commands share. Every flag has a twin in the
// environment; a database URL with a password belongs in DB_FILE.
type Config struct {
	Data     string `help:"Folder of the data (SQLite)." env:"DONGHANH_DATA" type:"path" placeholder:"DIR"`
	DB       string `help:"PostgreSQL, postgres://…, instead of a folder." env:"DONGHANH_DB" name:"db" placeholder:"URL" xor:"db"`
	DBFile   string `help:"File that holds the URL of --db." env:"DONGHANH_DB_FILE" name:"db-file" type:"path" placeholder:"FILE" xor:"db"`
	Today    string `help:"The day it is, instead of the machine's." placeholder:"DATE"`
	BaseURL  string `help:"Address people reach the program at; with https, cookies are for HTTPS only." env:"DONGHANH_BASE_URL" name:"base-url" placeholder:"URL"`
	LogLevel string `help:"debug, info, warn or error." env:"DONGHANH_LOG" default:"info" enum:"debug,info,warn,error" name:"log"`
}

// folders that are looked for when none is named, in this order.
var folders = []string{"donghanh-data", "donghanh-demo"}

// file is the SQLite file in a data folder.
const file = "donghanh.db"

// Folder is the data folder: the named one, else the first that is there.
func (c Config) Folder() string {
	if c.Data != "" {
		return c.Data
	}
	for _, f := range folders {
		if _, err := os.Stat(filepath.Join(f, file)); err == nil {
			return f
		}
	}
	return folders[0]
}

// SQLite is the path of the database in the data folder.
func (c Config) SQLite() string { return filepath.Join(c.Folder(), file) }

// Source is what to open: a PostgreSQL URL or the path of an SQLite file,
// whose folder is made when it is not there.
func (c Config) Source() (string, error) {
	if c.DBFile != "" {
		b, err := os.ReadFile(c.DBFile)
		if err != nil {
			return "", fmt.Errorf("config: %w", err)
		}
		return strings.TrimSpace(string(b)), nil
	}
	if c.DB != "" {
		return c.DB, nil
	}
	if err := os.MkdirAll(c.Folder(), 0o700); err != nil {
		return "", fmt.Errorf("config: %w", err)
	}
	return c.SQLite(), nil
}

// Secure tells that people come by HTTPS.
func (c Config) Secure() bool { return strings.HasPrefix(c.BaseURL, "https://") }
