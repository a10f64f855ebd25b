package demo

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/municipality"
	"vekst/grants/organisation"
	"vekst/value/text"
)

// conceptsSent is how many concepts there were: 41, of which ten were selected (programme operator, 30 October 2020).
const conceptsSent = 41

// mostInhabitants of a target area, by the call.
const mostInhabitants = 10000

// concepts is what the concepts say, as data/concepts.yaml has it.
type concepts struct {
	Winners                                                             []winner
	Unknown                                                             string `yaml:"unknown_idea"`
	Example                                                             string `yaml:"example_idea"`
	Title, Contact, Potential, Problems, Growth, Vulnerable, Sustaining string
	ExampleName                                                         string `yaml:"example_name"`
	AreaWhy                                                             string `yaml:"area_why"`
	Backers                                                             []struct{ Name, Side, Part string }
}

// winner is one of the ten, with what is publicly known of its concept.
type winner struct{ Code, Kinds, Idea string }

func readConcepts() (c concepts, err error) {
	data, err := files.ReadFile("data/concepts.yaml")
	if err == nil {
		err = yaml.Unmarshal(data, &c)
	}
	return c, err
}

// concepts hands in the 41 concepts of 2020: ten of the municipalities that won, and 31 examples, since nobody outside
// knows who the others were.
func (b *builder) concepts() error {
	c, err := readConcepts()
	if err != nil {
		return err
	}
	all := make([]sheaf, conceptsSent)
	err = each(len(all), func(i int) error {
		s, err := b.concept(c, i)
		if err != nil {
			return err
		}
		all[i] = s
		return b.write(&all[i])
	})
	if err != nil {
		return err
	}
	return b.send(all)
}

// contender is one of the 41: what it is called, the place it is for, and where it has its seat. The place of an example
// is no municipality, and its seat is put in the capital, since every organisation has one.
type contender struct {
	winner
	name, place, seat string
}

// contender is the i-th of the 41. The first ten are the winners, in the order of the small grants call.
func (b *builder) contender(c concepts, i int) contender {
	if i >= len(c.Winners) {
		name := strings.ReplaceAll(c.ExampleName, "{номер}", fmt.Sprintf("%02d", i-len(c.Winners)+1))
		area := c.Winners[i%len(c.Winners)]
		return contender{winner{area.Code, area.Kinds, c.Example}, name, name, "SOF46"}
	}
	w := c.Winners[i]
	if w.Idea == "" {
		w.Idea = c.Unknown
	}
	m, _ := b.places.Municipality(w.Code)
	return contender{w, "Община " + m.Name.BG, w.Code, w.Code}
}

// concept registers the i-th municipality and fills in its form.
func (b *builder) concept(c concepts, i int) (sheaf, error) {
	r, who := random(uint64(5000+i)), b.contender(c, i)
	begun := byDay(day(2020, 5, 6, 9, 0).Add(time.Duration(r.IntN(35*24*60)) * time.Minute))
	owner, err := b.spokesperson(who, i, begun.Add(-48*time.Hour))
	if err != nil {
		return sheaf{}, err
	}
	number := registerNumber(1 + i)
	id, err := b.register(begun.Add(-24*time.Hour), organisation.Registering{Name: who.name, Number: number, Kind: organisation.Municipality, Seat: who.seat}, owner)
	b.own(id, owner)
	return sheaf{call: conceptCall, organisation: id, letters: "backing_letters", count: 1, answers: c.answers(who, number, b.targetArea(who.Code)),
		begun: begun, sent: byDay(begun.Add(time.Duration(26*60+r.IntN(15*24*60)) * time.Minute))}, err
}

// spokesperson is who speaks for a municipality: for Elena somebody of the cast.
func (b *builder) spokesperson(who contender, i int, moment time.Time) (account.Person, error) {
	if who.place == elenaCode {
		return b.people["officer"], nil
	}
	return b.person(moment, b.texts.name(random(uint64(5000+i))), fmt.Sprintf("obshtina-%02d@example.org", i+1), text.BG)
}

const elenaCode = "VTR13"

// targetArea chooses settlements of a municipality for a target area, the smallest first, as many as the call allows.
func (b *builder) targetArea(code string) string {
	all := b.places.Settlements(code)
	slices.SortFunc(all, func(x, y municipality.Settlement) int {
		return cmp.Or(cmp.Compare(x.Population, y.Population), cmp.Compare(x.Ekatte, y.Ekatte))
	})
	sum, chosen := 0, []string{}
	for _, s := range all {
		if sum += s.Population; sum > mostInhabitants {
			break
		}
		chosen = append(chosen, s.Ekatte)
	}
	return strings.Join(chosen, ",")
}

func (c concepts) answers(who contender, number, area string) call.Answers {
	all := call.Answers{
		"applicant/name": who.name, "applicant/registration": number, "applicant/kind": "municipality", "applicant/country": "BG",
		"applicant/seat": strings.TrimPrefix(who.name, "Община "), "contact_name": c.Contact, "joint": "alone",
		"title": strings.ReplaceAll(c.Title, "{име}", strings.TrimPrefix(who.name, "Община ")), "municipality": who.place, "target_area": area,
		"area_why": c.AreaWhy, "potential_kinds": who.Kinds, "potential": c.Potential, "idea": who.Idea,
		"problems": c.Problems, "growth": c.Growth, "vulnerable": c.Vulnerable, "sustaining": c.Sustaining,
		"jobs/baseline": "0", "jobs/target": "12", "one_concept": "yes", "true_facts": "yes",
	}
	for i, backer := range c.Backers {
		row := "backers/" + strconv.Itoa(i+1)
		all[row+"/name"], all[row+"/side"], all[row+"/part"] = backer.Name, backer.Side, backer.Part
	}
	return all
}
