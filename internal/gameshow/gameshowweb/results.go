package gameshowweb

import "donghanh/internal/platform/web"

// resultRoutes are what a game has shown.
func (p *Pages) resultRoutes() []web.Route { return nil }
