package demo

import (
	"fmt"
	"strconv"
	"time"

	"gopkg.in/yaml.v3"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/grants/organisation"
	"vekst/grants/resource"
	"vekst/platform/action"
	"vekst/platform/geo"
	"vekst/value/text"
)

// inventories is what data/resources.yaml says.
type inventories struct {
	Reasons   map[string]map[int]string
	Resources []asset
}

// asset is one resource of the demonstration.
type asset struct {
	In, Kind, Where                          string
	At                                       []float64
	Line                                     [][]float64
	Area                                     [][][]float64
	Name, Text                               text.Text
	Condition, Ownership, Access, Protection string
	Season                                   []time.Month
	Scores                                   []int
	Done, Idea                               struct{ BG, Link string }
	Drawing                                  drawing
	By, State, Because                       string // of a proposal: who made it, what became of it
}

// resources takes stock of the ten municipalities: what their officials wrote down, and what people proposed.
func (b *builder) resources() error {
	data, err := files.ReadFile("data/resources.yaml")
	if err != nil {
		return err
	}
	var all inventories
	if err := yaml.Unmarshal(data, &all); err != nil {
		return err
	}
	officials := map[string]action.Actor{}
	for _, code := range municipality.TheTen() {
		if officials[code], err = b.official(code); err != nil {
			return err
		}
	}
	return each(len(all.Resources), func(i int) error {
		a := all.Resources[i]
		if err := b.asset(all, a, officials[a.In], i); err != nil {
			return fmt.Errorf("%s: %w", a.Name.BG, err)
		}
		return nil
	})
}

// official is somebody who speaks for a municipality; the operator where it has no organisation here.
func (b *builder) official(code string) (action.Actor, error) {
	of, err := organisation.Municipal(b.door.Reader(b.ctx), code)
	if err != nil || len(of) == 0 {
		return b.actor("operator"), err
	}
	people, err := organisation.Members(b.door.Reader(b.ctx), of[0].ID)
	if err != nil || len(people) == 0 {
		return b.actor("operator"), err
	}
	return action.Actor{ID: people[0].Person.ID, Grants: []action.Grant{{Role: account.Owner, Scope: of[0].ID}}}, nil
}

func (b *builder) asset(all inventories, a asset, official action.Actor, i int) error {
	moment := byDay(day(2021, 4, 6, 10, 0).AddDate(0, 0, i%20).Add(time.Duration(i) * 7 * time.Minute))
	by := official
	if a.By != "" {
		by, moment = b.actor(a.By), Start.AddDate(0, 0, -2-i%5)
	}
	r, err := resource.Propose.Run(b.at(moment), b.door, by, resource.Proposing{Municipality: a.In, Entry: b.entry(a), Anyway: true, Invented: true,
		Key: "demonstration-" + strconv.Itoa(i)})
	if err != nil {
		return err
	}
	if a.State == "returned" {
		_, err = resource.Return.Run(b.at(moment.Add(time.Hour)), b.door, official, resource.Deciding{ID: r.ID, Reason: a.Because})
	}
	if err != nil || a.By != "" {
		return err
	}
	if err := b.draw(a.Drawing, r, official, moment.Add(time.Hour)); err != nil {
		return err
	}
	return b.appraise(all, a, r, official, moment.AddDate(0, 1, 0))
}

func (b *builder) entry(a asset) resource.Entry {
	e := resource.Entry{Name: a.Name, Description: a.Text, Original: text.BG, Kind: a.Kind, Condition: a.Condition, Ownership: a.Ownership, Access: a.Access, Protection: a.Protection}
	for _, s := range b.places.Settlements(a.In) {
		if s.Name.BG == a.Where {
			e.Settlement = s.Ekatte
		}
	}
	for _, m := range a.Season {
		e.Season = e.Season.With(m)
	}
	if len(a.At) == 2 {
		p := geo.At(a.At[1], a.At[0])
		e.Place = resource.Place{Lon: p.Lon, Lat: p.Lat}
	}
	if len(a.Line) > 0 {
		e.Place.Shape = geo.Geometry{Kind: geo.LineString, Parts: [][]geo.Line{{positions(a.Line)}}}.JSON()
	}
	for _, ring := range a.Area {
		e.Place.Shape = geo.Geometry{Kind: geo.Polygon, Parts: [][]geo.Line{{positions(ring)}}}.JSON()
	}
	return e
}

func positions(all [][]float64) geo.Line {
	var l geo.Line
	for _, p := range all {
		l = append(l, geo.At(p[0], p[1]))
	}
	return l
}

// appraise rates a resource, and adds what was done with it.
func (b *builder) appraise(all inventories, a asset, r resource.Resource, official action.Actor, moment time.Time) error {
	in := resource.RatingOf{ID: r.ID, Lang: text.BG}
	for i, score := range a.Scores {
		aspect := resource.Aspects[i]
		in.Ratings = append(in.Ratings, resource.Rating{Aspect: aspect, Score: int64(score), Reason: all.Reasons[aspect][score]})
	}
	if len(in.Ratings) > 0 {
		if _, err := resource.Rate.Run(b.at(moment), b.door, official, in); err != nil {
			return err
		}
	}
	for _, n := range []resource.Adding{{ID: r.ID, Sort: resource.Done, Words: a.Done.BG, Link: a.Done.Link}, {ID: r.ID, Sort: resource.Idea, Words: a.Idea.BG, Link: a.Idea.Link}} {
		n.Lang = text.BG
		if n.Words == "" {
			continue
		}
		if _, err := resource.Add.Run(b.at(moment.Add(time.Hour)), b.door, official, n); err != nil {
			return err
		}
	}
	return nil
}
