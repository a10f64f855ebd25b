package demo

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"

	"gopkg.in/yaml.v3"

	"vekst/grants/municipality"
)

// idea is a kind of project that applicants want money for, as data/ideas.yaml has it.
type idea struct {
	Names                                            []string
	Kind, Title, Summary, Resource, Need, Activities string
	Posts, Equipment                                 []string
	Training                                         string
	ResourceKind                                     string `yaml:"resource_kind"`
}

// pools are the other things applicants write, as data/pools.yaml has them.
type pools struct {
	Experience, People, Risks, Lasting, Prices []string
	ForWhom                                    []string                      `yaml:"for_whom"`
	PartnersWhy                                []string                      `yaml:"partners_why"`
	PartnerRole                                []struct{ Lang, Text string } `yaml:"partner_role"`
	Steps                                      []struct{ Step, Result string }
	Overhead, Capital                          string
	OwnMoney                                   string `yaml:"own_money"`
	AskedElsewhere                             string `yaml:"asked_elsewhere"`
	Measures                                   map[string]string
	FirstNamesWomen                            []string `yaml:"first_names_women"`
	LastNamesWomen                             []string `yaml:"last_names_women"`
	FirstNamesMen                              []string `yaml:"first_names_men"`
	LastNamesMen                               []string `yaml:"last_names_men"`
	Donors                                     []struct{ Name, Country, Kind string }
}

// texts is everything the invented applicants write.
type texts struct {
	ideas []idea
	pools
}

func readTexts() (*texts, error) {
	t := &texts{}
	for name, into := range map[string]any{"data/ideas.yaml": &t.ideas, "data/pools.yaml": &t.pools} {
		data, err := files.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if err := yaml.Unmarshal(data, into); err != nil {
			return nil, fmt.Errorf("demo: %s: %w", name, err)
		}
	}
	return t, nil
}

// name is an invented person.
func (t *texts) name(r *rand.Rand) string {
	if r.IntN(2) == 0 {
		return pick(r, t.FirstNamesWomen) + " " + pick(r, t.LastNamesWomen) + Mark
	}
	return pick(r, t.FirstNamesMen) + " " + pick(r, t.LastNamesMen) + Mark
}

func pick[T any](r *rand.Rand, all []T) T { return all[r.IntN(len(all))] }

// moreOfThem is what a text says of several people, which makes no sense of one.
var moreOfThem = regexp.MustCompile(`\{места\}[^.]*`)

// told puts place and people into a text.
func told(s string, place municipality.Settlement, m municipality.Municipality, jobs int) string {
	if jobs == 1 {
		s = moreOfThem.ReplaceAllString(s, "{места}")
	}
	return strings.NewReplacer("{в}", in(place), "{община}", m.Name.BG, "{места}", people(jobs)).Replace(s)
}

// in is a settlement with its preposition, as Bulgarian has it: във before в and ф is said of the kind of place only.
func in(s municipality.Settlement) string {
	if s.Town {
		return "в град " + s.Name.BG
	}
	return "в село " + s.Name.BG
}

// people counts people as Bulgarian does up to a hundred.
func people(n int) string {
	switch n {
	case 1:
		return "един човек"
	case 2:
		return "двама души"
	case 3:
		return "трима души"
	case 4:
		return "четирима души"
	case 5:
		return "петима души"
	case 6:
		return "шестима души"
	}
	return fmt.Sprintf("%d души", n)
}
