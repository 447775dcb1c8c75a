// Package config is how the program is told where its data are and how it is
// reached: one struct, read once by main from flags and environment.
package config

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
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
	Mail     Mail   `embed:"" prefix:"smtp-" envprefix:"DONGHANH_SMTP_"`
	LogLevel string `help:"debug, info, warn or error." env:"DONGHANH_LOG" default:"info" enum:"debug,info,warn,error" name:"log"`
}

// Mail is the mail server notices are sent by; without one none are. The flags
// begin with --smtp-, their twins with DONGHANH_SMTP_.
type Mail struct {
	Server       string `help:"Mail server, host:port; without it no mail is sent." env:"SERVER" placeholder:"HOST:PORT"`
	User         string `help:"Name the mail server knows us by." env:"USER" placeholder:"NAME"`
	Password     Secret `hidden:"" env:"PASSWORD"` // by the environment only: flags can be seen by all on the machine
	PasswordFile string `help:"File that holds the password." env:"PASSWORD_FILE" name:"password-file" type:"path" placeholder:"FILE"`
	From         string `help:"Sender, \"Đồng Hành <dh@ldld.vn>\"." env:"FROM" placeholder:"ADDRESS"`
	TLS          string `help:"starttls, tls, none, or auto: starttls, but without it on this very machine." env:"TLS" default:"auto" enum:"auto,starttls,tls,none"`
}

// Secret is text that shows itself to nobody by accident.
type Secret string

// String hides the text from logs and messages.
func (Secret) String() string { return "‹secret›" }

// Address splits the server; ok is false where none is named.
func (m Mail) Address() (host string, port int, ok bool, err error) {
	if m.Server == "" {
		return "", 0, false, nil
	}
	host, number, err := net.SplitHostPort(m.Server)
	if err == nil {
		port, err = strconv.Atoi(number)
	}
	if err != nil {
		err = fmt.Errorf("config: mail server %q is no host:port: %w", m.Server, err)
	}
	return host, port, true, err
}

// Key is the password: the named file's, else the environment's.
func (m Mail) Key() (string, error) {
	if m.PasswordFile == "" {
		return string(m.Password), nil
	}
	b, err := os.ReadFile(m.PasswordFile)
	if err != nil {
		return "", fmt.Errorf("config: %w", err)
	}
	return strings.TrimSpace(string(b)), nil
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
