package targeting

import (
	"errors"
	"fmt"
	"io"
	"math/bits"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"vekst/value/text"
)

// RecipeFormat is the first line of a recipe, so that a later format is not misread.
const RecipeFormat = "vekst-index-1"

// mostRecipe bounds a recipe file.
const mostRecipe = 256 << 10

// ReadRecipe reads a recipe; docs/index-format.md says what can be in one. What it refers to is checked by Calculate.
func ReadRecipe(data []byte) (*Recipe, Faults) {
	r := &recipeReader{faultsIn: faultsIn{file: RecipeFile}, at: map[string]place{}}
	recipe := &Recipe{at: r.at}
	if root := r.document(data); root != nil {
		r.recipe(recipe, root)
	}
	return recipe, r.faults.sorted()
}

type recipeReader struct {
	faultsIn
	at    map[string]place
	scale *[2]float64
}

var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// document is the mapping a recipe file is, nil with a fault where it is none.
func (r *recipeReader) document(data []byte) *yaml.Node {
	if len(data) > mostRecipe {
		r.fault(1, 1, "The file is larger than %d KB.", mostRecipe>>10)
		return nil
	}
	decoder := yaml.NewDecoder(strings.NewReader(string(data)))
	var first, second yaml.Node
	if err := decoder.Decode(&first); errors.Is(err, io.EOF) {
		r.fault(1, 1, "The file is empty.")
		return nil
	} else if err != nil {
		line, what := 1, strings.TrimPrefix(err.Error(), "yaml: ")
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			line, _ = strconv.Atoi(m[1])
			what = m[2]
		}
		r.fault(max(line, 1), 1, "This is not YAML: %s.", what)
		return nil
	}
	if err := decoder.Decode(&second); !errors.Is(err, io.EOF) {
		r.fault(max(second.Line, 1), 1, "A recipe file holds one recipe. Here a second begins.")
		return nil
	}
	root := first.Content[0]
	if root.Kind != yaml.MappingNode {
		r.fault(max(root.Line, 1), max(root.Column, 1), "A recipe begins with keys and values; the first is format: %s.", RecipeFormat)
		return nil
	}
	return root
}

// entry is one value of the file; node is nil where nothing is written.
type entry struct {
	r    *recipeReader
	node *yaml.Node
	path string
	line int // where the key stands, or what is around it
	col  int
}

func (e entry) written() bool { return e.node != nil }

func (e entry) fault(pattern string, with ...any) {
	e.r.fault(max(e.line, 1), max(e.col, 1), pattern, with...)
}

// keys reads a mapping that may have only the known keys.
func (r *recipeReader) keys(e entry, known ...string) map[string]entry {
	below := map[string]entry{}
	for _, k := range known {
		below[k] = entry{r: r, path: join(e.path, k), line: e.line, col: e.col}
	}
	if e.node == nil {
		return below
	}
	if e.node.Kind != yaml.MappingNode {
		e.fault("Here should be keys and values (%s).", strings.Join(known, ", "))
		return below
	}
	written := map[string]bool{}
	for i := 0; i+1 < len(e.node.Content); i += 2 {
		key, value := e.node.Content[i], e.node.Content[i+1]
		old, isKnown := below[key.Value]
		switch {
		case !isKnown:
			r.fault(key.Line, key.Column, "%q is not a key that can stand here.%s", key.Value, meant(key.Value, known))
		case written[key.Value]:
			r.fault(key.Line, key.Column, "%q is written twice.", key.Value)
		default:
			written[key.Value] = true
			below[key.Value] = r.entry(value, old.path, key.Line, key.Column)
		}
	}
	return below
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func (r *recipeReader) entry(node *yaml.Node, path string, line, col int) entry {
	e := entry{r, node, path, line, col}
	if node.Line > 0 {
		e.line, e.col = node.Line, node.Column
	}
	r.at[path] = place{e.line, e.col}
	if node.Kind == yaml.AliasNode {
		e.fault("Anchors and aliases (& and *) are not used in recipes. Write the value out here.")
		e.node = nil
	} else if node.Tag == "!!null" {
		e.node = nil
	}
	return e
}

func (e entry) list() []entry {
	if e.node == nil {
		return nil
	}
	if e.node.Kind != yaml.SequenceNode {
		e.fault("Here should be a list: one or more lines that begin with a dash.")
		return nil
	}
	var all []entry
	for i, n := range e.node.Content {
		each := e.r.entry(n, fmt.Sprintf("%s.%d", e.path, i+1), e.line, e.col)
		if !each.written() && n.Kind != yaml.AliasNode {
			each.fault("Number %d of this list is empty.", i+1)
			continue
		}
		all = append(all, each)
	}
	return all
}

func (e entry) word() string {
	if e.node == nil {
		return ""
	}
	if e.node.Kind != yaml.ScalarNode {
		e.fault("Here should be one value, not a list or keys.")
		return ""
	}
	return strings.TrimSpace(e.node.Value)
}

// one reads a value that must be one of several words; otherwise stands where nothing is written.
func one[W ~string](e entry, otherwise W, words ...W) W {
	w := e.word()
	if w == "" {
		return otherwise
	}
	known := make([]string, len(words))
	for i, k := range words {
		known[i] = string(k)
		if known[i] == w {
			return W(w)
		}
	}
	e.fault("%q is not one of: %s.%s", w, strings.Join(known, ", "), meant(w, known))
	return otherwise
}

func (e entry) whole(otherwise, least, most int) int {
	w := e.word()
	if w == "" {
		return otherwise
	}
	n, err := strconv.Atoi(w)
	if err != nil || n < least || n > most {
		e.fault("%q should be a whole number from %d to %d.", w, least, most)
		return otherwise
	}
	return n
}

// share reads a percentage as a share: 66 % is 0.66.
func (e entry) share(otherwise float64) float64 {
	w := e.word()
	if w == "" {
		return otherwise
	}
	plain := strings.TrimSpace(strings.TrimSuffix(w, "%"))
	x, err := strconv.ParseFloat(plain, 64)
	if err != nil || !plainNumber.MatchString(plain) || x < 0 || x > 100 {
		e.fault("%q should be from 0 to 100 %%.", w)
		return otherwise
	}
	return x / 100
}

func (e entry) number(otherwise float64) float64 {
	w := e.word()
	if w == "" {
		return otherwise
	}
	x, err := strconv.ParseFloat(w, 64)
	if err != nil || !plainNumber.MatchString(w) || x > largest || x < -largest {
		e.fault("%q should be a number, written like 12 or 3.5.", w)
		return otherwise
	}
	return x
}

func (e entry) yes() bool { return one(e, "false", "true", "false") == "true" }

var slug = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$`)

func (r *recipeReader) recipe(recipe *Recipe, root *yaml.Node) {
	k := r.keys(r.entry(root, "", 1, 1), "format", "id", "title", "leave_out", "group", "impute", "screen", "present", "scale", "treat",
		"normalise", "weights", "aggregate", "first", "choose", "others", "random")
	if format := k["format"].word(); format != RecipeFormat {
		k["format"].fault("This program reads %s, and the file says %q.", RecipeFormat, format)
		return
	}
	if recipe.ID = k["id"].word(); !slug.MatchString(recipe.ID) {
		k["id"].fault("The id %q should be a name of small letters, digits and hyphens, like deprivation-2019.", recipe.ID)
	}
	recipe.Title = k["title"].title()
	for _, e := range k["leave_out"].list() {
		recipe.LeaveOut = append(recipe.LeaveOut, e.word())
	}
	recipe.Group = k["group"].word()
	recipe.Screen, recipe.Present = k["screen"].share(0), k["present"].share(1)
	r.readScale(k["scale"])
	recipe.scale = r.scale
	recipe.Method = Method{Impute: k["impute"].impute(), Treat: k["treat"].treat(), Normalise: k["normalise"].normalise(),
		Weights: k["weights"].weights(), Aggregate: k["aggregate"].aggregate()}
	r.at["weights.0"] = place{max(k["weights"].line, 1), max(k["weights"].col, 1)}
	recipe.First = one(k["first"], Highest, Highest, Lowest)
	choose := r.keys(k["choose"], "number", "from")
	recipe.Choose = Choose{choose["number"].whole(10, 1, 100_000), one(choose["from"], Lowest, Highest, Lowest)}
	recipe.Others = r.others(k["others"])
	recipe.Random = r.random(k["random"])
	r.checkWhole(recipe, k)
}

func (e entry) title() text.Text {
	k := e.r.keys(e, text.Languages...)
	t := text.Text{BG: k[text.BG].word(), NB: k[text.NB].word(), EN: k[text.EN].word()}
	if missing := t.Missing(); len(missing) > 0 {
		e.fault("People see the title, and it is missing in: %s.", strings.Join(missing, ", "))
	}
	return t
}

func (r *recipeReader) readScale(e entry) {
	if !e.written() {
		return
	}
	k := r.keys(e, "from", "to")
	from, to := k["from"].number(0), k["to"].number(100)
	if from >= to {
		e.fault("The scale ends (%s) before it begins (%s).", figure(to), figure(from))
		return
	}
	r.scale = &[2]float64{from, to}
}

func (e entry) impute() Impute {
	return one(e, ImputeNothing, ImputeNothing, ImputeMean, ImputeMedian, ImputeGroupMean, ImputeGroupMedian)
}

// treat reads a word or a mapping.
func (e entry) treat() Treat {
	method, k := e.wordOrKeys("method", "points", "skew", "kurtosis", "otherwise")
	t := Treat{
		Method: one(method, TreatNothing, TreatNothing, TreatWinsorise, TreatLog),
		Points: k["points"].whole(5, 1, 10_000), Skew: k["skew"].number(2), Kurtosis: k["kurtosis"].number(3.5),
		Otherwise: one(k["otherwise"], TreatNothing, TreatNothing, TreatLog),
	}
	if t.Method == TreatNothing && e.written() && e.node.Kind == yaml.MappingNode && method.word() == "" {
		e.fault("%q is missing.", "method")
	}
	if t.Skew < 0 || t.Kurtosis < 0 {
		e.fault("The limits of skewness and kurtosis are not below 0.")
	}
	return t
}

// wordOrKeys reads "borda" as {method: borda}.
func (e entry) wordOrKeys(known ...string) (entry, map[string]entry) {
	if e.node == nil || e.node.Kind == yaml.ScalarNode {
		return e, e.r.keys(entry{r: e.r, path: e.path, line: e.line, col: e.col}, known...)
	}
	k := e.r.keys(e, known...)
	return k[known[0]], k
}

func (e entry) normalise() Normalise {
	method, k := e.wordOrKeys("method", "from", "to", "mean", "deviation")
	n := natural(one(method, MinMax, MinMax, ZScore, Rank, PercentRank, Borda, Goalposts, ToTarget, Exponential))
	if e.r.scale != nil {
		n = n.onScale(e.r.scale[0], e.r.scale[1])
	}
	if k["from"].written() || k["to"].written() {
		from, to := k["from"].number(n.From), k["to"].number(n.To)
		if from >= to {
			e.fault("The scale ends (%s) before it begins (%s).", figure(to), figure(from))
		} else {
			n = n.onScale(from, to)
		}
	}
	if k["mean"].written() || k["deviation"].written() {
		n.Mean, n.Deviation = k["mean"].number(n.Mean), k["deviation"].number(n.Deviation)
		if n.Method != ZScore || n.Deviation <= 0 {
			e.fault("A mean and a deviation above 0 belong to z-scores.")
		}
	}
	return n
}

func (e entry) weights() Weights {
	if e.node == nil || e.node.Kind == yaml.ScalarNode {
		return Weights{Name: one(e, ByFramework, ByFramework, ByEqual)}
	}
	k := e.r.keys(e, "name", "of")
	w := Weights{Name: k["name"].word(), Of: map[string]float64{}}
	if w.Name == "" || w.Name == ByFramework || w.Name == ByEqual {
		e.fault("A set of weights has a name of its own.")
	}
	of := k["of"]
	if of.node == nil || of.node.Kind != yaml.MappingNode || len(of.node.Content) == 0 {
		of.fault("Here should be codes and their weights.")
		return w
	}
	for i := 0; i+1 < len(of.node.Content); i += 2 {
		key := of.node.Content[i]
		value := e.r.entry(of.node.Content[i+1], join(of.path, key.Value), key.Line, key.Column)
		if _, twice := w.Of[key.Value]; twice {
			e.r.fault(key.Line, key.Column, "%q is written twice.", key.Value)
		}
		if w.Of[key.Value] = value.number(-1); w.Of[key.Value] < 0 {
			value.fault("%s: a weight is a number from 0.", key.Value)
		}
	}
	return w
}

func (e entry) aggregate() Aggregate {
	read := func(e entry) Averaging {
		return one(e, Arithmetic, Arithmetic, Geometric, Harmonic, Copeland)
	}
	if e.node == nil || e.node.Kind != yaml.SequenceNode {
		return Aggregate{read(e)}
	}
	var all Aggregate
	for _, each := range e.list() {
		all = append(all, read(each))
	}
	if len(all) == 0 {
		e.fault("Here should be a list: one or more lines that begin with a dash.")
		all = Aggregate{Arithmetic}
	}
	return all
}

func (r *recipeReader) others(e entry) (o Others) {
	k := r.keys(e, "impute", "treat", "normalise", "weights", "aggregate", "without_each")
	for _, each := range k["impute"].list() {
		o.Impute = append(o.Impute, each.impute())
	}
	for _, each := range k["treat"].list() {
		o.Treat = append(o.Treat, each.treat())
	}
	for _, each := range k["normalise"].list() {
		o.Normalise = append(o.Normalise, each.normalise())
	}
	for i, each := range k["weights"].list() {
		o.Weights = append(o.Weights, each.weights())
		r.at[fmt.Sprintf("weights.%d", i+1)] = place{each.line, each.col}
	}
	for _, each := range k["aggregate"].list() {
		o.Aggregate = append(o.Aggregate, each.aggregate())
	}
	o.WithoutEach = k["without_each"].yes()
	return o
}

// mostDraws keeps a run within minutes.
const mostDraws = 1 << 20

func (r *recipeReader) random(e entry) Random {
	if !e.written() {
		return Random{}
	}
	k := r.keys(e, "seed", "draws", "weights")
	seed, err := strconv.ParseUint(k["seed"].word(), 10, 63)
	if err != nil {
		k["seed"].fault("Random draws need a seed that everybody can repeat: a whole number from 0.")
	}
	draws := k["draws"].whole(1024, 2, mostDraws)
	if bits.OnesCount(uint(draws)) != 1 {
		k["draws"].fault("The number of draws is a power of two, such as 1024 or 4096, so that they are spread evenly.")
	}
	return Random{seed, draws, k["weights"].share(0.25)}
}

// mostWays can be counted by enumeration.
const mostWays = 20_000

func (r *recipeReader) checkWhole(recipe *Recipe, k map[string]entry) {
	c, grouped, read := recipe.choices(), false, len(r.faults) == 0
	for _, i := range c.impute {
		grouped = grouped || i.byGroup()
	}
	if grouped && recipe.Group == "" {
		k["impute"].fault("To impute within groups, name the column of the data that has them (group).")
	}
	ways := len(c.impute) * len(c.treat) * len(c.normalise) * len(c.weights) * len(c.aggregate)
	if ways > mostWays {
		k["others"].fault("These are %d ways of counting, and at most %d can be counted. Use random draws for the rest.", ways, mostWays)
	}
	for _, list := range []struct {
		path  string
		names []string
	}{
		{"impute", names(c.impute)}, {"treat", names(c.treat)}, {"normalise", names(c.normalise)}, {"weights", names(c.weights)}, {"aggregate", names(c.aggregate)},
	} {
		seen := map[string]bool{}
		for i, name := range list.names {
			if seen[name] && read { // what could not be read is as usual, and looks like another
				at := recipe.placeOf(fmt.Sprintf("others.%s.%d", list.path, i))
				r.fault(at.line, at.column, "%q is already one of the ways. Each is named once.", name)
			}
			seen[name] = true
		}
	}
}

func names[T any](all []T) []string {
	words := make([]string, len(all))
	for i, each := range all {
		words[i] = fmt.Sprint(each)
	}
	return words
}
