package gameshowweb

import "donghanh/internal/platform/web"

// bankRoutes are the bank of questions.
func (p *Pages) bankRoutes() []web.Route { return nil }
