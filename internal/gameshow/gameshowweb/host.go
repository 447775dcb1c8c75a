package gameshowweb

import "donghanh/internal/platform/web"

// hostRoutes are what a host opens while a game is on.
func (p *Pages) hostRoutes() []web.Route { return nil }
