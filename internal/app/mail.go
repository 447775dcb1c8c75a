package app

import (
	"donghanh/internal/platform/config"
	"donghanh/internal/platform/notify"
)

// mailServer is the mail server of a configuration, nil where it names none.
// Settings that could never work stop the program at its start, not the first
// letter at night.
func mailServer(c config.Config) (*notify.Server, error) {
	host, port, named, err := c.Mail.Address()
	if err != nil || !named {
		return nil, err
	}
	password, err := c.Mail.Key()
	if err != nil {
		return nil, err
	}
	s := &notify.Server{
		Host: host, Port: port, User: c.Mail.User, Password: password, From: c.Mail.From,
		TLS: notify.TLS(c.Mail.TLS), BaseURL: c.BaseURL,
	}
	return s, s.Check()
}
