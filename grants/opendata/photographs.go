package opendata

import (
	"slices"

	"vekst/grants/resource"
	"vekst/platform/db"
)

// spdx are the names by which programs know the licences of photographs.
var spdx = map[string]string{"by": "CC-BY-4.0", "by-sa": "CC-BY-SA-4.0", "zero": "CC0-1.0"}

// photographs are those of confirmed resources whose licence lets anybody publish them. Each has its own, and asks that its
// author be named.
func (h *house) photographs() Dataset {
	return Dataset{
		Name: "photographs", Licence: attribution, Themes: []string{"REGI", "ENVI", "EDUC"}, Key: []string{"photograph"}, State: h.stateOfResources,
		Fields: slices.Concat(always(String, "photograph", "resource", "municipality"), always(Integer, "photo_order"), always(Link, "picture", "small_picture"), always(String, "media_type"), always(Integer, "bytes"),
			always(String, "caption", "caption_language", "author"), []Field{{Name: "photo_licence", Type: String, Always: true, OneOf: []string{"CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0"}}},
			always(Link, "photo_licence_address"), always(Integer, "sent_year"), always(Boolean, "invented"), always(Link, "address")),
		Rows: func(r db.Reader, _ int, each func(Row) error) error {
			all, err := resource.OpenPhotographs(r, h.Scanned)
			order := map[string]int64{}
			for _, p := range all {
				order[p.Shows]++
				if err := each(h.photograph(p, order[p.Shows])); err != nil {
					return err
				}
			}
			return err
		},
	}
}

func (h *house) photograph(p resource.OpenPhotograph, order int64) Row {
	at := h.Address + resource.PhotographLink(p.ID)
	return Row{Cells: slices.Concat(words(p.ID, p.Shows, p.Municipality), []any{order}, words(at, at+"/small", p.Media), []any{p.Size},
		words(p.Caption, p.Lang, p.Author, spdx[p.Licence], resource.LicenceOf(p.Licence).Link), []any{int64(p.At.UTC().Year()), p.Invented}, words(h.Address+resource.Link(p.Shows)))}
}

// stateOfResources names the resources and their photographs as they are now.
func (h *house) stateOfResources(r db.Reader) (string, error) {
	resources, err := resource.StateOf(r)
	if err != nil {
		return "", err
	}
	photographs, err := resource.StateOfPhotographs(r)
	return resources + "." + photographs, err
}

// covers are the addresses of the first photograph of each resource that has one anybody may publish.
func (h *house) covers(r db.Reader) (map[string]string, error) {
	all, err := resource.OpenPhotographs(r, h.Scanned)
	covers := map[string]string{}
	for _, p := range all {
		if covers[p.Shows] == "" {
			covers[p.Shows] = h.Address + resource.PhotographLink(p.ID)
		}
	}
	return covers, err
}
