package demo

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"

	"gopkg.in/yaml.v3"

	"vekst/grants/call"
	"vekst/value/text"
)

// assessments are the reasons invented experts write, as data/assessments.yaml has them: by language, then by how good
// they find it.
type assessments struct {
	Concept map[string]string
	Reasons map[string]map[string][]string
	Gates   struct{ Yes, No, Concept string }
	Seed    string    // of the draws of the concept call
	How     text.Text // how that seed was found
}

func readAssessments() (a assessments, err error) {
	data, err := files.ReadFile("data/assessments.yaml")
	if err == nil {
		err = yaml.Unmarshal(data, &a)
	}
	return a, err
}

// judgement is what an invented expert gives for one criterion: an option, or points in hundredths, and why.
type judgement struct {
	criterion, option string
	points            int64
	reason            string
}

// luck is the random source of whatever is invented about one thing by one person.
func luck(of ...any) *rand.Rand {
	h := fnv.New64a()
	fmt.Fprint(h, of...)
	return random(h.Sum64())
}

// qualityOf is how good an invented application is found, in percent: most are in the middle. Concepts of municipalities
// that won are better than all others, as they were found to be.
func qualityOf(number string, won, concept bool) int {
	r := luck("quality", number)
	switch {
	case won:
		return 84 + r.IntN(12)
	case concept:
		return 38 + r.IntN(29)
	}
	return 38 + r.IntN(20) + r.IntN(20) + r.IntN(22)
}

// eye is how good the expert at a place finds an application: near its quality, and now and then far below it, so that a
// third expert is called. It hangs on the place and not on the person, so that whoever is drawn, the list is the same.
func eye(number string, place, quality int, concept bool) int {
	r := luck("eye", number, place)
	if !concept && r.IntN(20) == 0 {
		return quality * 6 / 10
	}
	return min(98, max(12, quality-4+r.IntN(9)))
}

// judge fills in the grid of a call as the expert at a place who finds the application that good, in percent. Reasons are
// in the expert's language.
func (a assessments) judge(d call.Definition, number string, place int, lang string, percent int) []judgement {
	var all []judgement
	for _, g := range d.Grid.Groups {
		for _, c := range g.Criteria {
			r := luck("judge", number, place, c.ID)
			all = append(all, a.judgeOne(d, c, r, lang, percent))
		}
	}
	return all
}

func (a assessments) judgeOne(d call.Definition, c call.Criterion, r *rand.Rand, lang string, percent int) judgement {
	j := judgement{criterion: c.ID}
	wanted := min(c.Max, max(0, c.Max*int64(percent-7+r.IntN(15))/100))
	if len(c.Options) == 0 {
		j.points = (wanted + 25) / 50 * 50 // experts give halves of a point
	} else {
		best := nearest(c.Options, wanted)
		j.option, j.points = best.ID, best.Points
	}
	if d.Kind == call.Concept {
		j.reason = a.Concept[lang]
		return j
	}
	j.reason = pick(r, a.Reasons[lang][level(j.points, c.Max)])
	return j
}

// nearest is the option whose points are nearest to what was wanted.
func nearest(options []call.Points, wanted int64) call.Points {
	best := options[0]
	for _, o := range options[1:] {
		if distance(o.Points, wanted) < distance(best.Points, wanted) {
			best = o
		}
	}
	return best
}

func distance(a, b int64) int64 { return max(a-b, b-a) }

// level is the word for a share of the points.
func level(points, most int64) string {
	switch {
	case points*100 >= most*75:
		return "high"
	case points*100 >= most*45:
		return "middle"
	}
	return "low"
}
