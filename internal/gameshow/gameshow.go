// Package gameshow is "Âm nhạc và công nhân": a show of songs and questions of
// law that a hall plays on its phones (seeds/000, 002).
//
// A show is built by a host and played in games. A game is its log: what the
// host did, who plays, and the one answer of each player to each question. All
// of it is in the database before anybody is told that it counts, so a game
// outlives any node; what a node keeps in memory (Session) is read from there
// and comes to the same scores wherever it is read.
package gameshow

import (
	"context"

	"donghanh/internal/activity"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/platform/db"
	"donghanh/internal/platform/sound"
)

// Actions of this domain.
const (
	Read auth.Action = "gameshow.read" // shows, games and their results
	Host auth.Action = "gameshow.host" // builds shows and holds games for a unit
)

// Service is what can be done with shows and games.
type Service struct {
	DB       *db.DB
	Org      *org.Service
	Activity *activity.Service // what a game is recorded by when it is over
	Sound    *sound.Tool       // cuts uploaded clips and makes them equally loud; nil: the server cannot
}

// Saved is a show as it is kept.
type Saved struct {
	ID          string `db:"id"`
	Unit        string `db:"unit"` // id
	Title       string `db:"title"`
	Data        string `db:"data"` // JSON of a Show
	Version     int    `db:"version"`
	Recorder    string `db:"recorder"`
	RecordedAt  int64  `db:"recorded_at"`
	WithdrawnAt *int64 `db:"withdrawn_at"`
}

// Game is one evening on which a show is played.
type Game struct {
	ID        string `db:"id"`
	Show      string `db:"show"` // id
	Unit      string `db:"unit"`
	Data      string `db:"data"` // JSON of the Show as it was when the game began
	PIN       string `db:"pin"`  // six digits; of games that are over it may be another's by now
	Rehearsal bool   `db:"rehearsal"`
	Locked    bool   `db:"locked"`   // nobody new may join
	Question  int    `db:"question"` // the last that was asked, from 0; -1: none
	Asking    bool   `db:"asking"`   // it is open
	No        int64  `db:"no"`       // of the last event
	Host      string `db:"host"`     // account
	CreatedAt int64  `db:"created_at"`
	EndedAt   *int64 `db:"ended_at"`
	Posted    string `db:"posted"` // the record of work it has become; empty: none
}

// Topic is what nodes listen to for news of a game.
func Topic(game string) string { return "gameshow " + game }

func actor(ctx context.Context) string {
	if a := auth.From(ctx); a != nil {
		return a.Account
	}
	return ""
}
