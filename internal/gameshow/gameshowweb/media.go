package gameshowweb

import "donghanh/internal/platform/web"

// mediaRoutes are clips and pictures.
func (p *Pages) mediaRoutes() []web.Route { return nil }
