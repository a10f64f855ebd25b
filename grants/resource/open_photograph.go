package resource

import (
	"fmt"
	"strings"

	"vekst/platform/db"
)

// OpenPhotograph is a photograph that anybody may publish: of a resource that is public, under an open licence, and held back
// by no scanner.
type OpenPhotograph struct {
	Photograph
	Shows        string // the resource; where that was merged, the one it lives on in
	Municipality string
	Invented     bool
}

// IsOpen says whether the licence lets anybody use what is under it.
func (l Licence) IsOpen() bool { return l.Link != "" }

// openLicences are the identifiers of the licences that are open, as SQL lists them.
func openLicences() string {
	var all []string
	for _, l := range Licences {
		if l.IsOpen() {
			all = append(all, "'"+l.ID+"'")
		}
	}
	return "(" + strings.Join(all, ", ") + ")"
}

// OpenPhotographs lists the photographs that anybody may publish, those of each resource in their order. Where there is a
// scanner, it must have found them clean.
func OpenPhotographs(r db.Reader, isScanned bool) ([]OpenPhotograph, error) {
	judged := `c.scan <> 'infected'`
	if isScanned {
		judged = `c.scan = 'clean'`
	}
	return db.All(r, func(s db.Scanner, p *OpenPhotograph) error {
		var invented int64
		err := s.Scan(&p.ID, &p.SHA256, &p.Small, &p.Media, &p.Size, &p.Author, &p.Licence, &p.Caption, &p.Lang, &p.Place, db.Moment(&p.At), &p.Shows, &p.Municipality, &invented)
		p.Resource, p.Invented = p.Shows, invented == 1
		return err
	}, `SELECT p.id, p.sha256, p.small, p.media, p.size, p.author, p.licence, p.caption, p.lang, p.place, p.at, s.id, s.municipality, s.invented
		FROM resource_photographs p JOIN resource_photograph_contents c ON c.sha256 = p.sha256
		JOIN resources r ON r.id = p.resource JOIN resources s ON s.id = CASE WHEN r.state = 'merged' THEN r.merged_into ELSE r.id END
		WHERE p.removed = 0 AND s.state = 'confirmed' AND p.licence IN `+openLicences()+` AND `+judged+`
		ORDER BY s.municipality, s.id, CASE WHEN p.resource = s.id THEN 0 ELSE 1 END, p.place, p.id`)
}

// StateOfPhotographs names what is published of photographs as it is now, besides what StateOf names.
func StateOfPhotographs(r db.Reader) (string, error) {
	return db.One(r, func(s db.Scanner, state *string) error {
		var count, judged, bad int64
		err := s.Scan(&count, &judged, &bad)
		*state = fmt.Sprintf("%d.%d.%d", count, judged, bad)
		return err
	}, `SELECT COUNT(*), CAST(COALESCE(MAX(judged), 0) AS BIGINT), COUNT(*) FILTER (WHERE scan = 'infected') FROM resource_photograph_contents`)
}

// PhotographLink is the address of a photograph; that of its small picture has /small after it.
func PhotographLink(id string) string { return photographLink(id) }
