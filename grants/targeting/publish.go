package targeting

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"

	"vekst/value/text"
)

// Names of the files of a published index that everything else is made from.
const (
	publishedData      = "data.csv"
	publishedFramework = "framework.csv"
	publishedRecipe    = "recipe.yaml"
	publishedIndex     = "index.json"
)

// File is one published file.
type File struct {
	Name  string
	Bytes []byte
}

// Published is an index with everything that is published of it, in the order of the steps. The last of its files names
// all others with their hashes: they are the record, and hold in every version of the program. Reports are for people; a
// later version may word them better.
type Published struct {
	Result  *Result
	Ways    Ways
	Draws   *Draws // nil where the recipe has none
	Files   []File
	Reports []File

	noted        sync.Once // what is told of the result on every page, worked out once
	remarks      []Note
	correlations []Correlation
}

// told are the notes and the correlations of the result.
func (p *Published) told() ([]Note, []Correlation) {
	p.noted.Do(func() { p.remarks, p.correlations = p.Result.Notes(), p.Result.Correlations() })
	return p.remarks, p.correlations
}

// SHA256 is the hash of index.json, which names every other file of the record with its own.
func (p *Published) SHA256() string { return hash(p.Files[len(p.Files)-1].Bytes) }

// programFile names the version of the program that counted. It is no part of the record: the same files give the same
// record in every version, and the audit log of whoever published says which one it was.
const programFile = "program.txt"

// Folder is everything that is written beside each other: the record, the reports and the version of the program.
func (p *Published) Folder() []File {
	return append(append(slices.Clone(p.Files), p.Reports...), File{programFile, []byte(Program() + "\n")})
}

// Chosen are the units that would be chosen, by place among the units, the first place first.
func (p *Published) Chosen() []int {
	var chosen []int
	for _, u := range p.inPlace() {
		if p.Result.Recipe.Choose.isChosen(p.Result.Counted[u]) {
			chosen = append(chosen, u)
		}
	}
	return chosen
}

// Publish makes an index from its three files and writes every step of it. The same files give the same bytes.
func Publish(data, framework, recipe []byte) (*Published, Faults) {
	f, faults := ReadFramework(framework)
	r, more := ReadRecipe(recipe)
	if faults = append(faults, more...); len(faults) > 0 {
		return nil, faults
	}
	t, faults := ReadTable(data, f)
	if len(faults) > 0 {
		return nil, faults
	}
	result, faults := Calculate(t, f, r)
	if len(faults) > 0 {
		return nil, faults
	}
	p := &Published{Result: result, Ways: result.CountWays(), Draws: result.Draw()}
	p.Files = []File{{publishedData, data}, {publishedFramework, framework}, {publishedRecipe, recipe}}
	p.steps()
	p.Files = append(p.Files, File{publishedIndex, p.manifest()})
	for _, l := range text.Languages {
		p.Reports = append(p.Reports, File{"report." + l + ".html", p.report(l)})
	}
	return p, nil
}

// table writes a CSV file.
func (p *Published) table(name string, head string, rows func(row func(cells ...string))) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	write := func(cells ...string) {
		if err := w.Write(cells); err != nil {
			panic(err) // cannot be: the buffer takes everything
		}
	}
	write(strings.Split(head, ",")...)
	rows(write)
	w.Flush()
	p.Files = append(p.Files, File{name, b.Bytes()})
}

func whole(n int) string { return strconv.Itoa(n) }

// steps writes a file for each step.
func (p *Published) steps() {
	r := p.Result
	p.table("units.csv", "uCode,uName,group,line,counted,figures,of", func(row func(...string)) {
		for _, u := range r.Table.Units {
			counted, there := "yes", len(r.Framework.indicators)
			for _, s := range r.Screened {
				if s.Unit.Code == u.Code {
					counted = "no"
				}
			}
			for _, i := range r.Framework.indicators {
				if IsMissing(r.Table.columns[r.Framework.Nodes[i].Code][u.place]) {
					there--
				}
			}
			row(u.Code, u.Name, r.groupOf(u), whole(u.line), counted, whole(there), whole(len(r.Framework.indicators)))
		}
	})
	p.stage("1-raw.csv", r.Raw)
	p.stage("2-denominated.csv", r.Denominated)
	p.stage("3-imputed.csv", r.Imputed)
	p.stage("4-treated.csv", r.Treated)
	p.stage("5-normalised.csv", r.Normalised)
	p.aggregated()
	p.settings()
	p.explained()
	p.correlated()
	p.ranking()
	p.uncertain()
}

func (r *Result) groupOf(u Unit) string {
	if r.Recipe.Group == "" {
		return ""
	}
	return r.Table.texts[r.Recipe.Group][u.place]
}

// stage writes the indicators after one step.
func (p *Published) stage(name string, columns []column) {
	r := p.Result
	var codes []string
	for _, i := range r.Framework.indicators {
		codes = append(codes, r.Framework.Nodes[i].Code)
	}
	p.grid(name, codes, columns)
}

func (p *Published) grid(name string, codes []string, columns []column) {
	p.table(name, "uCode", func(row func(...string)) {
		for u, unit := range p.Result.Units {
			cells := []string{unit.Code}
			for _, c := range columns {
				cells = append(cells, figure(c[u]))
			}
			row(cells...)
		}
	})
	last := &p.Files[len(p.Files)-1]
	var head bytes.Buffer
	w := csv.NewWriter(&head)
	if err := w.Write(append([]string{"uCode"}, codes...)); err != nil {
		panic(err) // cannot be: the buffer takes everything
	}
	w.Flush()
	last.Bytes = append(head.Bytes(), last.Bytes[len("uCode\n"):]...)
}

func (p *Published) aggregated() {
	r := p.Result
	p.grid("6-aggregated.csv", r.Framework.codes(), r.Values)
	ranks := make([]column, len(r.Values))
	for i, values := range r.Values {
		for _, rank := range ranked(values, r.Recipe.First) {
			ranks[i] = append(ranks[i], placed(rank))
		}
	}
	p.grid("ranks.csv", r.Framework.codes(), ranks)
}

// settings are the framework as it was used.
func (p *Published) settings() {
	r := p.Result
	p.table("weights.csv", "iCode,iName,Level,Parent,Direction,weight,overall", func(row func(...string)) {
		for i, n := range r.Framework.Nodes {
			row(n.Code, n.Name, whole(n.Level), n.Parent, whole(n.Direction), figure(r.Weights[i]), figure(r.Overall[i]))
		}
	})
	p.table("treatment.csv", "iCode,missing,imputed,skew,kurtosis,treated_by,values_drawn_in,skew_after,kurtosis_after", func(row func(...string)) {
		for k, i := range r.Framework.indicators {
			t := r.TreatedBy[k]
			gone := len(r.Units) - len(r.Denominated[k].present())
			left := len(r.Units) - len(r.Imputed[k].present())
			row(r.Framework.Nodes[i].Code, whole(gone), whole(gone-left), figure(t.Skew), figure(t.Kurtosis), string(t.Did), whole(counted(t.Drawn)),
				figure(t.SkewAfter), figure(t.KurtosisAfter))
		}
	})
}

// explained says of every cell how its number came about.
func (p *Published) explained() {
	r := p.Result
	p.table("cells.csv", "uCode,iCode,line,raw,divided_by,denominated,imputed,imputed_by,from_values,treated,treated_by,normalised,arithmetic,share,group", func(row func(...string)) {
		for k := range r.Framework.indicators {
			for _, c := range r.Cells(k) {
				from := ""
				if c.ImputedBy.By != "" {
					from = whole(c.ImputedBy.From)
				}
				treated := string(c.TreatedBy)
				if c.Drawn != "" {
					treated += " " + string(c.Drawn)
				}
				row(c.Unit, c.Indicator, whole(c.Line), figure(c.Raw), figure(c.By), figure(c.Denominated), figure(c.Imputed), string(c.ImputedBy.By), from,
					figure(c.Treated), treated, figure(c.Normalised), c.Arithmetic, figure(c.Share), c.Group)
			}
		}
	})
	p.table("groups.csv", "uCode,iCode,value,by,arithmetic,share,group", func(row func(...string)) {
		for _, g := range r.Framework.groups {
			n := r.Framework.Nodes[g]
			for u, unit := range r.Units {
				row(unit.Code, n.Code, figure(r.Values[g][u]), string(r.Recipe.Method.Aggregate.at(n.Level)), r.Sum(g, u), figure(r.share(g, u)), n.Parent)
			}
		}
	})
}

func (p *Published) correlated() {
	p.table("correlations.csv", "a,b,r,units", func(row func(...string)) {
		for _, c := range p.Result.Correlations() {
			row(c.A, c.B, figure(c.R), whole(c.N))
		}
	})
	p.table("notes.csv", "note,a,b,r,n,of", func(row func(...string)) {
		for _, n := range p.Result.Notes() {
			row(string(n.Kind), n.A, n.B, figure(n.R), whole(n.N), whole(n.Of))
		}
	})
}

func rankText(n int) string {
	if n == 0 {
		return ""
	}
	return whole(n)
}

func (p *Published) ranking() {
	r := p.Result
	p.table("scores.csv", "uCode,uName,score,rank,place,chosen", func(row func(...string)) {
		for u, unit := range r.Units {
			chosen := "no"
			if r.Recipe.Choose.isChosen(r.Counted[u]) {
				chosen = "yes"
			}
			row(unit.Code, unit.Name, figure(r.Index()[u]), rankText(r.Ranks[u]), rankText(r.Counted[u]), chosen)
		}
	})
}

func (p *Published) uncertain() {
	r := p.Result
	p.table("ways.csv", "way,impute,treat,normalise,weights,aggregate,without,agreement,same_chosen,chosen,refused", func(row func(...string)) {
		for i, w := range p.Ways.All {
			why, agreement, same := "", figure(w.Agreement), whole(w.Same)
			var chosen []string
			for _, u := range w.Chosen {
				chosen = append(chosen, r.Units[u].Code)
			}
			if w.Refused != nil {
				why, agreement, same = w.Refused.Sentence, "", ""
			}
			row(whole(i+1), string(w.Impute), w.Treat.String(), w.Normalise.String(), w.Weights.Name, w.Aggregate.String(), w.Without, agreement, same,
				strings.Join(chosen, " "), why)
		}
	})
	p.table("stability.csv", "uCode,uName,place,chosen_in_ways,ways,best_place,worst_place,share_of_draws,place_5,place_50,place_95", func(row func(...string)) {
		for u, unit := range r.Units {
			s := p.Ways.Units[u]
			draws := []string{"", "", "", ""}
			if p.Draws != nil {
				d := p.Draws.Units[u]
				draws = []string{figure(d.Chosen), rankText(d.Low), rankText(d.Middle), rankText(d.High)}
			}
			row(append([]string{unit.Code, unit.Name, rankText(r.Counted[u]), whole(s.Chosen), whole(p.Ways.Counted), rankText(s.Best), rankText(s.Worst)}, draws...)...)
		}
	})
	p.table("sensitivity.csv", "outcome,input,first,first_low,first_high,total,total_low,total_high,n,runs", func(row func(...string)) {
		if p.Draws == nil {
			return
		}
		of := func(outcome string, all []Sensitivity) {
			for _, s := range all {
				row(outcome, s.Input, figure(s.First), figure(s.FirstLow), figure(s.FirstHigh), figure(s.Total), figure(s.TotalLow), figure(s.TotalHigh),
					whole(p.Draws.N), whole(p.Draws.Runs))
			}
		}
		of("mean shift of places", p.Draws.Shift)
		of("chosen that change", p.Draws.Changed)
	})
}

// openIndex is what index.json says.
type openIndex struct {
	Format  string            `json:"format"`
	ID      string            `json:"id"`
	Title   map[string]string `json:"title"`
	Units   int               `json:"units"`
	Chosen  []string          `json:"chosen"`
	Ways    int               `json:"ways"`
	Refused int               `json:"ways_refused"`
	Seed    *uint64           `json:"seed"`
	Runs    int               `json:"runs"`
	Files   []openFile        `json:"files"`
}

type openFile struct {
	Name   string `json:"name"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func (p *Published) manifest() []byte {
	r := p.Result
	m := openIndex{Format: RecipeFormat, ID: r.Recipe.ID, Title: map[string]string{text.BG: r.Recipe.Title.BG, text.NB: r.Recipe.Title.NB, text.EN: r.Recipe.Title.EN},
		Units: len(r.Units), Ways: p.Ways.Counted, Refused: len(p.Ways.All) - p.Ways.Counted, Chosen: []string{}}
	for _, u := range p.Chosen() {
		m.Chosen = append(m.Chosen, r.Units[u].Code)
	}
	if p.Draws != nil {
		m.Seed, m.Runs = &r.Recipe.Random.Seed, p.Draws.Runs
	}
	for _, f := range p.Files {
		m.Files = append(m.Files, openFile{f.Name, len(f.Bytes), hash(f.Bytes)})
	}
	raw, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		panic(err) // cannot be: there is nothing in it that JSON cannot write
	}
	return append(raw, '\n')
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
