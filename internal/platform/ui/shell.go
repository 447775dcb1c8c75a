package ui

import "strconv"

// MenuHref opens the whole navigation on a phone; give it to the last item of the dock ("Thêm").
const MenuHref = "#menu"

// Chrome is the frame of a page.
type Chrome struct {
	Title string // of the document; " · Đồng Hành" is added
	Lang  string // of the page; "" is "vi"

	Unit       UnitBadge
	Units      []Choice // those one may act for, Value the code; with fewer than two there is nothing to switch
	SwitchHref string   // page and POST target (field "unit") of switching; "" is "/switch"
	HomeHref   string   // "" is "/"
	SearchHref string   // "" shows no search
	BellHref   string   // of the notices; "" shows no bell
	Unread     int      // notices not read yet

	Nav  []NavGroup
	Dock []NavItem // five; the middle one is the primary action

	Account    Account
	LoginHref  string // shown where there is no account
	LogoutHref string // POST target

	Strip      *DemoStrip
	Flash      string // what has just been done, said once
	HeldNotice string // offer of a held draft; "" takes the built-in words
	Wide       bool   // for boards and trees
}

// UnitBadge is the unit one acts for.
type UnitBadge struct{ Name, Parent, Code string }

// NavGroup is a part of the rail, with or without a heading.
type NavGroup struct {
	Title string
	Items []NavItem
}

// NavItem is one place. Count, where above 0, is the work waiting there.
type NavItem struct {
	Text, Href, Icon string
	Current          bool
	Count            int
}

// Account is who is logged in; an empty Name is nobody.
type Account struct {
	Name, Role, Initial string
	Href                string // own profile
	Key                 string // tells drafts of several people on one machine apart; "" is Name
}

// DemoStrip moves the day of the demo: a POST of field "day" to Action.
type DemoStrip struct {
	Day    string // the day shown now, as people write it
	Days   []Choice
	Action string
}

func (c Chrome) lang() string       { return first(c.Lang, "vi") }
func (c Chrome) home() string       { return first(c.HomeHref, "/") }
func (c Chrome) switchHref() string { return first(c.SwitchHref, "/switch") }
func (c Chrome) many() bool         { return len(c.Units) > 1 }
func (c Chrome) who() string        { return first(c.Account.Key, c.Account.Name) }

func (c Chrome) unread() string { return few(c.Unread) }

// few is a number on a mark, as far as there is room for one.
func few(n int) string {
	if n > 99 {
		return "99+"
	}
	return strconv.Itoa(n)
}

func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// elsewhere says whether the day shown is none of the offered ones, so that it has to be written out.
func (d DemoStrip) elsewhere() bool {
	for _, c := range d.Days {
		if c.Current {
			return false
		}
	}
	return d.Day != ""
}
