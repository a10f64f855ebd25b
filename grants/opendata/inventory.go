package opendata

import (
	"io"
	"slices"
	"strings"

	"vekst/grants/resource"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// inventory is everything a municipality has written of its resources, for those who decide on them. It is not published. Its
// first columns are those of the resources everybody gets, and so an import reads it back.
func (h *house) inventory(s resource.Scope, municipality string) Dataset {
	d := h.resources()
	d.Name = "inventory"
	d.Fields = slices.Concat(d.Fields, []Field{{Name: "state", Type: String, Always: true, OneOf: resource.States}}, fields(String, "reason", "merged_into"), always(Moment, "proposed"), fields(Moment, "decided"))
	d.Rows = func(r db.Reader, _ int, each func(Row) error) error {
		covers, err := h.covers(r)
		if err != nil {
			return err
		}
		all, err := resource.Everything(r, s, municipality)
		for _, o := range all {
			row := h.resource(o, covers[o.ID])
			row.Cells = append(row.Cells, words(string(o.State), o.Reason, o.Into, moment(o.Proposed), moment(o.Decided))...)
			if err := each(row); err != nil {
				return err
			}
		}
		return err
	}
	return d
}

// exportAt is where the whole inventory of a municipality is, for those who decide on it.
const exportAt = "GET /municipalities/{code}/resources/whole/{file}"

// Exports are the ways in which the whole inventory of a municipality can be had.
func Exports(municipality string) []resource.Way {
	var all []resource.Way
	for _, format := range []string{"csv", "xlsx", "geojson"} {
		all = append(all, resource.Way{Format: formatNames[format], Link: "/municipalities/" + municipality + "/resources/whole/inventory." + format})
	}
	return all
}

// export gives the whole inventory of a municipality to those who decide on it.
func (h *house) export(q *web.Request) (web.Answer, error) {
	places, err := h.atlas.Of(q.Reader())
	if err != nil {
		return nil, err
	}
	scope, err := resource.ScopeOf(q.Reader(), q.Actor())
	if err != nil {
		return nil, err
	}
	m, isThere := places.Municipality(q.PathValue("code"))
	name, format, _ := strings.Cut(q.PathValue("file"), ".")
	d := h.inventory(scope, m.Code)
	switch {
	case !isThere || name != d.Name || !d.has(format):
		return nil, refusal.New(refusal.Missing, "opendata.refusal.unknown")
	case !scope.Has(m.Code):
		return nil, refusal.New(refusal.Forbidden, "look.refusal.forbidden")
	}
	q.SetHeader("Cache-Control", "no-store")
	from, to := io.Pipe()
	reader := q.Reader()
	go func() { to.CloseWithError(d.write(to, reader, 0, format)) }()
	return web.Stream{File: web.File{Type: mediaOf(format), Name: m.Code + "-" + d.Name + "." + format}, From: from}, nil
}
