package gameshowweb

import "donghanh/internal/platform/web"

// showRoutes are where shows are built.
func (p *Pages) showRoutes() []web.Route { return nil }
