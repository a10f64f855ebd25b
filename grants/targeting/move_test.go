package targeting

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// vector is an index and what the server makes of it with other weights.
type vector struct {
	Index openMoving    `json:"index"`
	Moves []movedVector `json:"moves"`
}

type movedVector struct {
	Weights []float64  `json:"weights"`
	Values  []*float64 `json:"values"`
	Places  []int      `json:"places"`
	Chosen  []int      `json:"chosen"`
	Fault   string     `json:"fault"`
}

func movedBy(p *Published, r *rand.Rand) movedVector {
	f := p.Result.Framework
	v := movedVector{Weights: append([]float64(nil), p.Result.Weights...)}
	weights := map[string]float64{}
	for _, i := range p.Result.canMove() {
		switch r.IntN(4) {
		case 0:
			weights[f.Nodes[i].Code] = 0
		case 1:
			weights[f.Nodes[i].Code] = float64(r.IntN(5))
		case 2:
			weights[f.Nodes[i].Code] = r.Float64() * 3
		default:
			continue
		}
		v.Weights[i] = weights[f.Nodes[i].Code]
	}
	m := p.Move(weights)
	if m.Fault != nil {
		v.Fault = m.Fault.Sentence
		return v
	}
	v.Places, v.Chosen = m.Counted, m.Chosen
	for u, x := range m.Values {
		v.Values = append(v.Values, nil)
		if !IsMissing(x) {
			v.Values[u] = &m.Values[u]
		}
	}
	return v
}

// withGaps takes a figure from every third unit.
func withGaps(data string) string {
	lines := strings.Split(data, "\n")
	for i := 1; i < len(lines); i += 3 {
		cells := strings.Split(lines[i], ",")
		cells[1+i%(len(cells)-1)] = ""
		lines[i] = strings.Join(cells, ",")
	}
	return strings.Join(lines, "\n")
}

func TestTheBrowserCountsTheSame(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("VEKST_TEST_REQUIRE_BROWSER") != "" {
			t.Fatal("node is not installed: run scripts/install nodejs")
		}
		t.Skip("node is not installed")
	}
	r, vectors := rand.New(rand.NewPCG(7, 9)), []vector{}
	data, framework := country(40, 12)
	data = withGaps(data)
	for _, recipe := range []string{"", "present: 60 %\n", "scale: {from: 1, to: 100}\npresent: 40 %\naggregate: [geometric, harmonic]\n", "aggregate: [copeland, arithmetic]\nchoose: {number: 7, from: highest}\n",
		"scale: {from: 1, to: 10}\naggregate: [harmonic, geometric]\nimpute: median\n", "normalise: z-score\npresent: 0 %\n",
		"normalise: borda\nimpute: mean\n"} {
		p, wrong := Publish([]byte(data), []byte(framework), []byte(head+recipe))
		if len(wrong) > 0 {
			t.Fatalf("%s: %v", recipe, wrong)
		}
		v := vector{Index: p.Result.moving(func(code string) string { return code })}
		for range 60 {
			v.Moves = append(v.Moves, movedBy(p, r))
		}
		vectors = append(vectors, v)
	}
	var functions [][3]float64
	for range 5_000 {
		x := (r.Float64() - 0.5) * 60
		functions = append(functions, [3]float64{x, logarithm(abs(x)), exponential(x)})
	}
	folder := t.TempDir()
	for name, of := range map[string]any{"vectors": vectors, "functions": functions} {
		raw, err := json.Marshal(of)
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name+".json"), raw, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	const scripts = "../../look/script/"
	result := api.Build(api.BuildOptions{EntryPoints: []string{scripts + "move.ts"}, Outfile: filepath.Join(folder, "move.mjs"), Bundle: true,
		Format: api.FormatESModule, Target: api.ES2020, Write: true})
	if len(result.Errors) > 0 {
		t.Fatal(result.Errors)
	}
	c := exec.Command(node, "--test", scripts+"move.test.mjs")
	c.Env = append(os.Environ(), "MOVE_FOLDER="+folder)
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// Whoever moves nothing sees what was published.
func TestTheSameWeightsGiveThePublishedPlaces(t *testing.T) {
	p := published(t)
	m := p.Move(nil)
	for u, place := range p.Result.Counted {
		if m.Counted[u] != place || m.Values[u] != p.Result.Index()[u] {
			t.Errorf("%s: %d, published %d", p.Result.Units[u].Code, m.Counted[u], place)
		}
	}
	if m := p.Move(map[string]float64{"jobs": 0, "poverty": 0}); m.Fault != nil || len(m.Chosen) != 0 {
		t.Errorf("%+v", m)
	}
	other := p.Move(map[string]float64{"jobs": 0})
	if other.Counted[2] != 1 {
		t.Errorf("by poverty alone Гама, which has the most of it, comes first: %v", other.Counted)
	}
}
