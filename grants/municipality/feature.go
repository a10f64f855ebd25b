package municipality

import (
	"embed"

	"vekst/grants/account"
	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var files embed.FS

// Options are what later features tell the pages of places.
type Options struct {
	// Here lists what happens in the municipality with a code: calls that are for it. It may be nil.
	Here func(q *web.Request, code string) ([]Activity, error)
	// Decided lists what was decided for applications of the municipality with a code. It may be nil.
	Decided func(q *web.Request, code string) ([]Decision, error)
	// Seated lists the organisations with their seat there that the public knows from results. It may be nil.
	Seated func(q *web.Request, code string) ([]Activity, error)
	// Resources are the inventory of the municipality with a code. It may be nil.
	Resources func(q *web.Request, code string) (Inventory, error)
	// Figures are what statistics say of the municipality with a code. It may be nil.
	Figures func(q *web.Request, code string) (Figures, error)
	// Chosen lists the selections by an index with whether the municipality with a code is among the chosen. It may be nil.
	Chosen func(q *web.Request, code string) ([]Activity, error)
}

// Activity is one thing that happens in a municipality.
type Activity struct{ Title, Link, Says string }

// Decision is what was decided for one application, as the public may know it.
type Decision struct {
	Title, Link, Applicant, Call string
	Invented                     bool   // the applicant is made up for a demonstration
	Award                        string // the amount, where money was given
	Outcome                      web.Status
}

// Figures are what statistics say of a municipality, in words of the language of the request.
type Figures struct {
	Groups  []FigureGroup
	Counts  []Figure // what shares were worked out of
	Missing []string // names of indicators that others have and this one has not
	Peers   []Peer
	Measure []string // by which figures the peers are alike
	Of      int      // how many municipalities it is compared with
}

// FigureGroup is what officials read together: work, education.
type FigureGroup struct {
	Key, Name string
	Figures   []Figure
}

// Figure is one figure of the newest year there is, with how it stands among the others.
type Figure struct {
	Name, Link, Definition string
	Value, Year, Publisher string
	Median, Rank           string // in words
	Computed               bool   // worked out of other figures
	Missing                bool   // there is none for this municipality
	Says                   string // the picture in words
	Ticks                  string // path of the strip: a tick for each municipality
	Own, Middle            int    // where this one and the median stand on the strip
	SparkOwn, SparkMiddle  string // paths of the small picture of the years; empty for a single year
	SparkX, SparkY         int
	Series                 []FigureYear
}

// FigureYear is a figure in one year.
type FigureYear struct{ Year, Value, Median, Rank string }

// Peer is a municipality much like another.
type Peer struct{ Code, Name string }

// house holds what the pages need besides the request.
type house struct {
	Options
	atlas Atlas
	kept  web.Kept
}

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	h := &house{Options: o}
	mayName := web.Role(account.Operator, account.Administrator)
	return feature.Feature{
		Name:   "municipality",
		Words:  feature.Folder(files, "words"),
		Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{listPage, onePage, contactPage, answeringPage},
		Routes: func(s *web.Site) {
			s.Public("GET /municipalities", h.list)
			s.Public("GET /municipalities/{code}", h.one)
			s.Private("GET /municipalities/{code}/contact", mayName, h.askContact)
			s.Private("POST /municipalities/{code}/contact", mayName, h.setContact)
			s.Private("GET /answering", web.SignedIn, h.answering)
			s.Private("POST /answering/{code}", web.SignedIn, h.beNamed)
		},
	}
}
