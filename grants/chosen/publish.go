package chosen

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"strconv"

	"vekst/grants/targeting"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Names of the files of a selection. They lie beside the files of the index, and the last names the other two with their
// hashes.
const (
	ruleName  = "selection.yaml"
	tableName = "selection.csv"
	wholeName = "selection.json"
)

// indexName is the file that names every file of the index with its own hash.
const indexName = "index.json"

// Published is a list with the files that are published of it.
type Published struct {
	List
	Files []targeting.File // of the selection alone, in the order in which each follows from what is before it
}

// SHA256 is of the last file, which names the others.
func (p Published) SHA256() string { return hash(p.Files[len(p.Files)-1].Bytes) }

// Publish follows a rule with an index, which is known by its SHA-256, and writes what comes of it. The same index and rule
// give the same bytes.
func Publish(index *targeting.Result, seed string, rule Rule) (Published, error) {
	if err := rule.Check(index); err != nil {
		return Published{}, err
	}
	p := Published{List: Apply(index, rule, seed)}
	if len(p.Chosen()) == 0 {
		return p, refusal.Of([]refusal.Complaint{refusal.About("number", "chosen.refusal.nobody")})
	}
	p.Files = []targeting.File{{Name: ruleName, Bytes: rule.Write(seed)}, {Name: tableName, Bytes: p.table(index, seed)}}
	p.Files = append(p.Files, targeting.File{Name: wholeName, Bytes: p.whole(seed)})
	return p, nil
}

var tableHead = []string{"uCode", "uName", "group", "value", "place", "chosen", "why", "threshold", "figure", "rival", "ahead", "decided_by", "lot", "chosen_in_ways", "ways"}

// table is every municipality with what became of it.
func (p Published) table(index *targeting.Result, seed string) []byte {
	in, ways := Ways(index, p.Rule, seed)
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(tableHead) // the buffer takes everything
	for _, r := range p.Rows {
		lot := Lot(seed, r.Code)
		_ = w.Write(append(r.cells(p.Rule), hex.EncodeToString(lot[:]), strconv.Itoa(in[r.Code]), strconv.Itoa(ways)))
	}
	w.Flush()
	return b.Bytes()
}

func (r Row) cells(rule Rule) []string {
	chosen, place, threshold, figure, ahead := "no", "", "", "", ""
	if r.In() {
		chosen = "yes"
	}
	if r.Place > 0 {
		place = strconv.Itoa(r.Place)
	}
	if r.Why == NotReached || r.Why == NotKnown {
		threshold, figure = rule.Thresholds[r.Threshold].Code, targeting.Written(r.Figure)
	}
	if r.Rival != "" {
		ahead = targeting.Written(r.Ahead)
	}
	return []string{r.Code, r.Name, r.Group, targeting.Written(r.Value), place, chosen, string(r.Why), threshold, figure, r.Rival, ahead, r.DecidedBy}
}

// openSelection is what selection.json says.
type openSelection struct {
	Format string            `json:"format"`
	Title  map[string]string `json:"title"`
	Index  string            `json:"index_sha256"`
	Number int               `json:"number"`
	From   string            `json:"from"`
	Units  int               `json:"units"`
	Chosen []string          `json:"chosen"`
	Tied   []string          `json:"tied_at_the_cut"`
	Files  []openFile        `json:"files"`
}

type openFile struct {
	Name   string `json:"name"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func (p Published) whole(index string) []byte {
	t := p.Rule.Title
	o := openSelection{Format: Format, Title: map[string]string{text.BG: t.BG, text.NB: t.NB, text.EN: t.EN}, Index: index,
		Number: p.Rule.Number, From: string(p.Rule.From), Units: len(p.Rows), Chosen: []string{}, Tied: append([]string{}, p.Tied()...)}
	for _, r := range p.Chosen() {
		o.Chosen = append(o.Chosen, r.Code)
	}
	for _, f := range p.Files {
		o.Files = append(o.Files, openFile{f.Name, len(f.Bytes), hash(f.Bytes)})
	}
	raw, err := json.MarshalIndent(o, "", "  ")
	if err != nil {
		panic(err) // cannot be: there is nothing in it that JSON cannot write
	}
	return append(raw, '\n')
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
