package demo

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/municipality"
	"vekst/grants/organisation"
	"vekst/value/money"
	"vekst/value/text"
)

// How many applications to the small grants scheme there are when the demonstration begins. How many there really were is
// not known.
const (
	grantsSent   = 104
	grantsDrafts = 16
)

// grants fills the small grants scheme with invented applications.
func (b *builder) grants() error {
	all := make([]sheaf, grantsSent+grantsDrafts)
	places := b.placesOfTheTen()
	err := each(len(all), func(i int) error {
		applicant := b.invent(i, places)
		owner, err := b.person(applicant.begun.Add(-2*time.Hour), applicant.owner, fmt.Sprintf("kandidat-%03d@example.org", i+1), text.BG)
		if err != nil {
			return err
		}
		id, err := b.register(applicant.begun.Add(-time.Hour), applicant.registering(), owner)
		if err != nil {
			return err
		}
		b.own(id, owner)
		all[i] = sheaf{call: grantsCall, organisation: id, answers: applicant.answers(b.texts), begun: applicant.begun, sent: applicant.sent,
			letters: "file_letters", count: applicant.partners}
		if applicant.sent.IsZero() {
			leaveHalf(applicant.random, all[i].answers)
			all[i].count = 0
		}
		return b.write(&all[i])
	})
	if err != nil {
		return err
	}
	return b.send(all)
}

// own remembers who speaks for an organisation.
func (b *builder) own(organisation string, owner account.Person) {
	b.mu.Lock()
	b.owners[organisation] = owner
	b.mu.Unlock()
}

// placesOfTheTen are the settlements of the ten municipalities where more than 150 people live.
func (b *builder) placesOfTheTen() map[string][]municipality.Settlement {
	all := map[string][]municipality.Settlement{}
	for _, code := range municipality.TheTen() {
		for _, s := range b.places.Settlements(code) {
			if s.Population > 150 {
				all[code] = append(all[code], s)
			}
		}
	}
	return all
}

// applicant is an invented organisation with what it wants to do.
type applicant struct {
	random       *rand.Rand
	idea         idea
	name, owner  string
	number, seat string
	place        municipality.Settlement
	municipality municipality.Municipality
	outside      bool  // has its seat elsewhere
	grant        int64 // wanted, whole euros
	partners     int   // from Norway or Iceland
	begun, sent  time.Time
	work
}

// invent makes the i-th applicant, the same each time.
func (b *builder) invent(i int, places map[string][]municipality.Settlement) applicant {
	r := random(uint64(i))
	ten := municipality.TheTen()
	a := applicant{random: r, idea: b.texts.ideas[i%len(b.texts.ideas)], owner: b.texts.name(r), number: registerNumber(1000 + i)}
	code := ten[(i*7+i/len(b.texts.ideas))%len(ten)]
	a.municipality, _ = b.places.Municipality(code)
	a.place = pick(r, places[code])
	a.name = a.nameOf(i / len(b.texts.ideas))
	a.seat, a.outside = code, r.IntN(7) == 0
	if a.outside {
		a.seat = "SOF46"
	}
	if r.IntN(4) == 0 {
		a.partners = 1
	}
	a.grant = wanted(r)
	a.work = plan(r, a.grant)
	opened := day(2022, 7, 11, 9, 0)
	a.begun = byDay(opened.Add(time.Duration(r.IntN(60*24*60)) * time.Minute))
	if i < grantsSent {
		rest := int(Start.Sub(a.begun)/time.Minute) - 180 - 10*60
		a.sent = byDay(a.begun.Add(time.Duration(180+r.IntN(rest)) * time.Minute))
	}
	return a
}

// nameOf is the name of an organisation as it stands in the register. After three organisations with the same idea the
// names are used again, with the place.
func (a applicant) nameOf(round int) string {
	name := a.idea.Names[round%len(a.idea.Names)]
	if round >= len(a.idea.Names) {
		name = name[:len(name)-len("“")] + " – " + a.place.Name.BG + "“"
	}
	switch a.idea.Kind {
	case "company":
		return name + pick(a.random, []string{" ООД", " ЕООД"}) + Mark
	case "cooperative":
		return "Кооперация " + name + Mark
	case "public-body":
		return "Общинско предприятие " + name + Mark
	case "other":
		return "Народно читалище " + name + Mark
	}
	return pick(a.random, []string{"Сдружение ", "Фондация "}) + name + Mark
}

// registering is what the owner sends to register the organisation, which knows fewer kinds than calls do.
func (a applicant) registering() organisation.Registering {
	kind := a.idea.Kind
	if kind == "cooperative" || kind == "other" {
		kind = organisation.Other
	}
	return organisation.Registering{Name: a.name, Number: a.number, Kind: kind, Seat: a.seat}
}

// wanted is a grant in whole euros: a fifth are small, half in the middle, the rest near the top.
func wanted(r *rand.Rand) int64 {
	switch n := r.IntN(10); {
	case n < 2:
		return 5000 + 10*r.Int64N(2000)
	case n < 7:
		return 40000 + 10*r.Int64N(9000)
	}
	return 150000 + 10*r.Int64N(5000)
}

// work is how a grant is spent, in whole euros, and how many people it pays for how long.
type work struct {
	jobs, first, months                        int // first is how many of the jobs have the first post
	cost, training, overhead, machines, others int64
	own                                        int64 // paid by themselves
	starts                                     time.Time
}

// plan shares a grant out: near half for people, then training, overhead below its ceiling, and the rest for equipment.
func plan(r *rand.Rand, grant int64) work {
	w := work{months: 10 + r.IntN(4), cost: 620 + 20*r.Int64N(15)}
	if grant < 26000 {
		w.months, w.cost = 5, 560
	}
	people := grant * int64(38+r.IntN(18)) / 100
	w.jobs = max(1, int(people/(int64(w.months)*w.cost)))
	w.first = max(1, w.jobs-1-r.IntN(max(1, w.jobs/3)))
	staff := int64(w.jobs*w.months) * w.cost
	w.overhead = staff * 12 / 100 / 10 * 10
	w.training = max(200, grant*4/100/10*10)
	rest := grant - staff - w.overhead - w.training
	w.machines = rest * 7 / 10 / 10 * 10
	w.others = rest - w.machines
	if r.IntN(3) == 0 {
		w.own = grant / 12 / 10 * 10
		w.machines += w.own
	}
	w.starts = time.Date(2022, time.December, 1, 0, 0, 0, 0, time.UTC).AddDate(0, r.IntN(4), 0)
	return w
}

// ends is the last day of the project.
func (w work) ends() time.Time { return w.starts.AddDate(0, w.months+1, -1) }

// answers fills in the whole form.
func (a applicant) answers(t *texts) call.Answers {
	all := call.Answers{}
	a.who(t, all)
	a.what(t, all)
	a.jobsOf(t, all)
	a.when(t, all)
	a.costs(t, all)
	a.aid(t, all)
	a.together(t, all)
	for _, declaration := range []string{"true_facts", "no_double", "no_debts", "publicity"} {
		all[declaration] = "yes"
	}
	return all
}

func (a applicant) who(t *texts, all call.Answers) {
	all["applicant/name"], all["applicant/registration"] = a.name, a.number
	all["applicant/kind"], all["applicant/country"] = a.idea.Kind, "BG"
	all["applicant/seat"], all["seat_inside"] = a.municipality.Name.BG, "inside"
	if a.outside {
		all["applicant/seat"], all["seat_inside"], all["commitment"] = t.Capital, "outside", "yes"
	}
	all["contact_name"], all["contact_email"] = a.owner, "kandidat@example.org"
	all["signing"] = "representative"
	all["experience"] = pick(a.random, t.Experience)
}

func (a applicant) what(t *texts, all call.Answers) {
	say := func(s string) string { return told(s, a.place, a.municipality, a.jobs) }
	all["title"], all["summary"] = say(a.idea.Title), say(a.idea.Summary)
	all["municipality"], all["site"] = a.municipality.Code, a.place.Name.BG
	all["resource_kind"], all["resource"] = a.idea.ResourceKind, say(a.idea.Resource)
	all["purposes"], all["need"] = "strategy_measures", say(a.idea.Need)
	if a.random.IntN(2) == 0 {
		all["purposes"] += "," + pick(a.random, []string{"innovative_employment", "disadvantaged_groups", "flexible_work"})
	}
	all["strategy_measure"] = t.Measures[a.idea.ResourceKind]
}

func (a applicant) jobsOf(t *texts, all call.Answers) {
	all["jobs_new"], all["jobs_disadvantaged"] = strconv.Itoa(a.jobs), strconv.Itoa(a.random.IntN(a.jobs+1))
	for i, n := range []int{a.first, a.jobs - a.first} {
		row := "posts/" + strconv.Itoa(i+1)
		if n > 0 {
			all[row+"/post"], all[row+"/how_many"], all[row+"/time"] = a.idea.Posts[i], strconv.Itoa(n), pick(a.random, []string{"full", "full", "part"})
			all[row+"/wage"] = strconv.FormatInt(a.cost*84/100/10*10, 10)
		}
	}
	all["for_whom"], all["keep_months"] = pick(a.random, t.ForWhom), strconv.Itoa(6*(1+a.random.IntN(4)))
	before := a.random.IntN(13)
	all["employed/baseline"], all["employed/target"] = strconv.Itoa(before), strconv.Itoa(before+a.jobs)
}

func (a applicant) when(t *texts, all call.Answers) {
	ends := a.ends()
	middle := a.starts.AddDate(0, 3, -1)
	all["activities"] = a.idea.Activities
	all["starts"], all["ends"] = a.starts.Format(time.DateOnly), ends.Format(time.DateOnly)
	spans := [][2]time.Time{{a.starts, middle}, {middle.AddDate(0, 0, 1), middle.AddDate(0, 1, 0)}, {middle.AddDate(0, 1, 1), ends}}
	for i, s := range spans {
		row := "steps/" + strconv.Itoa(i+1)
		all[row+"/step"], all[row+"/result"] = t.Steps[i].Step, t.Steps[i].Result
		all[row+"/from"], all[row+"/to"] = s[0].Format(time.DateOnly), s[1].Format(time.DateOnly)
	}
	all["people"], all["risks"], all["lasting"] = pick(a.random, t.People), pick(a.random, t.Risks), pick(a.random, t.Lasting)
}

func (a applicant) costs(t *texts, all call.Answers) {
	n := 0
	line := func(heading, what string, quantity int, price int64) {
		if quantity == 0 || price == 0 {
			return
		}
		n++
		row := "budget/" + strconv.Itoa(n)
		all[row+"/heading"], all[row+"/what"] = heading, what
		all[row+"/quantity"], all[row+"/price"] = strconv.Itoa(quantity), strconv.FormatInt(price, 10)
	}
	line("staff", a.idea.Posts[0], a.first*a.months, a.cost)
	line("staff", a.idea.Posts[1], (a.jobs-a.first)*a.months, a.cost)
	line("equipment", a.idea.Equipment[0], 1, a.machines)
	line("equipment", a.idea.Equipment[1], 1, a.others)
	line("training", a.idea.Training, 1, a.training)
	line("overhead", t.Overhead, 1, a.overhead)
	all["prices"] = pick(a.random, t.Prices)
	if a.own > 0 {
		all["budget/own"] = strconv.FormatInt(a.own, 10)
		all["funding_source"] = t.OwnMoney
	}
}

// aid tells of earlier aid; a few say that somebody else pays the same costs, which fails a gate.
func (a applicant) aid(t *texts, all call.Answers) {
	all["economic"], all["other_support"] = "sells", "none"
	if a.idea.Kind == "ngo" || a.idea.Kind == "public-body" {
		all["economic"] = "free"
	} else {
		all["de_minimis"] = money.Plain(100 * min(2500*a.random.Int64N(4), 200000-a.grant))
	}
	if a.random.IntN(26) == 0 {
		all["other_support"] = "asked"
		all["other_support_what"] = t.AskedElsewhere
	}
}

func (a applicant) together(t *texts, all call.Answers) {
	if a.partners == 0 {
		return
	}
	donor, does := pick(a.random, t.Donors), pick(a.random, t.PartnerRole)
	all["partners/1/name"], all["partners/1/country"], all["partners/1/kind"] = donor.Name, donor.Country, donor.Kind
	all["partners/1/role"], all["partners_why"] = does.Text, pick(a.random, t.PartnersWhy)
}

// leaveHalf takes out what somebody in the middle of writing has not come to.
func leaveHalf(r *rand.Rand, all call.Answers) {
	for _, late := range []string{"true_facts", "no_double", "no_debts", "publicity", "prices", "economic", "other_support", "de_minimis", "lasting", "risks"} {
		delete(all, late)
	}
	for _, path := range slices.Sorted(maps.Keys(all)) {
		if strings.HasPrefix(path, "budget/") && r.IntN(2) == 0 || path == "people" {
			delete(all, path)
		}
	}
}
