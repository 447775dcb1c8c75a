// Package app is the only place that knows everybody: it builds each service,
// collects routes, workers and kinds of import, and runs the commands. It has
// no rule of business.
package app

import (
	"donghanh/internal/activity"
	"donghanh/internal/agreement"
	"donghanh/internal/gameshow"
	"donghanh/internal/org"
	"donghanh/internal/platform/auth"
	"donghanh/internal/practice"
	"donghanh/internal/report"
	"donghanh/internal/target"
)

// Roles of the program. Administrators have every action (auth.Admin).
const (
	Officer auth.Role = "officer" // cán bộ: records, gives targets, manages units below
	Leader  auth.Role = "leader"  // lãnh đạo: an officer who signs and manages accounts as well
	Viewer  auth.Role = "viewer"  // người xem
)

// roles is the one table of actions and the roles that have them; a test walks
// it against the routes.
func roles() auth.Roles {
	read := []auth.Action{org.Read, target.Read, activity.Read, report.Read, agreement.Read, practice.Read, gameshow.Read}
	work := append([]auth.Action{org.Manage, target.Give, activity.Write, report.Write, report.Review, agreement.Write, agreement.Share, practice.Write, gameshow.Host}, read...)
	lead := append([]auth.Action{auth.ManageAccounts, report.Sign}, work...)
	return auth.Roles{
		auth.Admin: append([]auth.Action{auth.ReadAudit}, lead...),
		Leader:     lead,
		Officer:    work,
		Viewer:     read,
	}
}
