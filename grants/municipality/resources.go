package municipality

import "vekst/platform/web"

// Inventory is what a municipality can live from, as a later feature tells it: the best rated first.
type Inventory struct {
	Shown    []Asset
	Says     string // how many there are in all
	All, Add string // addresses of the whole inventory, and of a new resource
}

// Asset is one resource.
type Asset struct {
	Name, Language, Link, Says string
	Invented                   bool // made up for a demonstration
}

// tellResources asks for the inventory.
func (h *house) tellResources(q *web.Request, v *oneView) (err error) {
	if h.Resources != nil {
		v.Resources, err = h.Resources(q, v.Code)
	}
	return err
}
