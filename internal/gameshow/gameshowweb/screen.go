package gameshowweb

import "donghanh/internal/platform/web"

// screenRoutes are the big screen.
func (p *Pages) screenRoutes() []web.Route { return nil }
