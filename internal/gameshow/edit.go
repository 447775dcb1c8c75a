package gameshow

import (
	"slices"
	"strconv"

	"donghanh/internal/platform/errs"
)

// Hands on a show that is being built. Rounds and questions are named by their
// ids and put where they shall stand, so that doing the same twice changes
// nothing the second time.

// Identify gives rounds and questions ids where they have none of their own:
// always the same ones to the same show.
func (s *Show) Identify() {
	rounds, questions := map[string]bool{"": true}, map[string]bool{"": true}
	for i := range s.Rounds {
		identify(&s.Rounds[i].ID, "r", rounds)
		for j := range s.Rounds[i].Questions {
			identify(&s.Rounds[i].Questions[j].ID, "q", questions)
		}
	}
}

// identify gives an id that is taken the next free number.
func identify(id *string, letter string, taken map[string]bool) {
	for n := len(taken); taken[*id]; n++ {
		*id = letter + strconv.Itoa(n)
	}
	taken[*id] = true
}

// Round is the place of a round, from 0; -1: there is none.
func (s Show) Round(id string) int {
	return slices.IndexFunc(s.Rounds, func(r Round) bool { return r.ID == id })
}

// Place is the round and the place in it of a question, from 0; round -1: there
// is none.
func (s Show) Place(question string) (round, at int) {
	for i, r := range s.Rounds {
		if j := slices.IndexFunc(r.Questions, func(q Question) bool { return q.ID == question }); j >= 0 {
			return i, j
		}
	}
	return -1, -1
}

// PutRound changes the kind and title of a round, or adds it at the end.
func (s *Show) PutRound(id string, kind RoundKind, title string) error {
	r := Round{ID: id, Kind: kind, Title: title}
	if err := r.check("title", "kind"); err != nil {
		return err
	}
	i := s.Round(id)
	if i < 0 {
		s.Rounds = append(s.Rounds, r)
		return nil
	}
	s.Rounds[i].Kind, s.Rounds[i].Title = kind, title
	return nil
}

// check looks at a round without its questions; faults are at these fields.
func (r Round) check(title, kind string) error {
	var faults errs.List
	short(&faults, title, r.Title, maxTitle)
	if r.Kind != Songs && r.Kind != Law && r.Kind != Pictures {
		faults.Add(errs.At(kind, "error.choice"))
	}
	return faults.Err()
}

// MoveRound puts a round at a place, from 0; too far is the end.
func (s *Show) MoveRound(id string, to int) error {
	i := s.Round(id)
	if i < 0 {
		return errs.New(errs.NotFound, "error.notfound")
	}
	s.Rounds = moved(s.Rounds, i, to)
	return nil
}

// moved is a list with one of it at another place.
func moved[T any](list []T, from, to int) []T {
	one := list[from]
	rest := slices.Delete(slices.Clone(list), from, from+1)
	return slices.Insert(rest, min(max(to, 0), len(rest)), one)
}

// DropRound takes a round out with its questions.
func (s *Show) DropRound(id string) {
	s.Rounds = slices.DeleteFunc(s.Rounds, func(r Round) bool { return r.ID == id })
}

// PutQuestion puts a question that is in order in the place of the one with its
// id, or at the end of a round.
func (s *Show) PutQuestion(round string, q Question) error {
	if err := q.Check(); err != nil {
		return err
	}
	if i, j := s.Place(q.ID); i >= 0 {
		s.Rounds[i].Questions[j] = q
		return nil
	}
	i := s.Round(round)
	if i < 0 {
		return errs.New(errs.NotFound, "error.notfound")
	}
	s.Rounds[i].Questions = append(s.Rounds[i].Questions, q)
	return nil
}

// CopyQuestion puts a question once more after itself, with an id of its own.
func (s *Show) CopyQuestion(id, as string) error {
	i, j := s.Place(id)
	if i < 0 {
		return errs.New(errs.NotFound, "error.notfound")
	}
	if done, _ := s.Place(as); done >= 0 {
		return nil
	}
	q := s.Rounds[i].Questions[j]
	q.ID, q.Options, q.Titles = as, slices.Clone(q.Options), slices.Clone(q.Titles)
	s.Rounds[i].Questions = slices.Insert(s.Rounds[i].Questions, j+1, q)
	return nil
}

// MoveQuestion puts a question into a round at a place, from 0; too far is the
// end.
func (s *Show) MoveQuestion(id, round string, to int) error {
	i, j := s.Place(id)
	into := s.Round(round)
	if i < 0 || into < 0 {
		return errs.New(errs.NotFound, "error.notfound")
	}
	q := s.Rounds[i].Questions[j]
	s.Rounds[i].Questions = slices.Delete(s.Rounds[i].Questions, j, j+1)
	there := s.Rounds[into].Questions
	s.Rounds[into].Questions = slices.Insert(there, min(max(to, 0), len(there)), q)
	return nil
}

// DropQuestion takes a question out.
func (s *Show) DropQuestion(id string) {
	if i, j := s.Place(id); i >= 0 {
		s.Rounds[i].Questions = slices.Delete(s.Rounds[i].Questions, j, j+1)
	}
}

// between is how long the host needs besides each question, in seconds: to read
// it aloud, to tell the answer, to show the board.
const between = 20

// Length is about how long a show takes, in seconds: the time of its questions,
// and what lies between them.
func (s Show) Length() (seconds int) {
	for _, q := range s.Questions() {
		seconds += q.Seconds + between
	}
	return seconds
}
