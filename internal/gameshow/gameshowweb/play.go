package gameshowweb

import "donghanh/internal/platform/web"

// playRoutes are what players open.
func (p *Pages) playRoutes() []web.Route { return nil }
