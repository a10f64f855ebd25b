package chosen

import (
	"sync"

	"vekst/grants/statistics"
	"vekst/grants/targeting"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// house holds what the pages need besides the request.
type house struct {
	address string // of the site
	indices targeting.Shelf
	figures statistics.Shelf
	mu      sync.Mutex
	have    map[string]*opened
}

// opened is a selection with everything its pages say, made once from its index and its rule.
type opened struct {
	index *targeting.Published
	list  List
	in    map[string]int // in how many ways of counting each is chosen
	ways  int
	mu    sync.Mutex
	turns map[string][]Turn
}

// mostOpen is how many selections are held at once.
const mostOpen = 12

// open is what came of a selection. It refuses to show one that this version of the program would make otherwise: its pages
// would say what was never published. Its files can still be downloaded.
func (h *house) open(r db.Reader, s Selection) (*opened, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if o := h.have[s.ID]; o != nil {
		return o, nil
	}
	o, err := h.make(r, s)
	if err != nil {
		return nil, err
	}
	if h.have == nil || len(h.have) >= mostOpen {
		h.have = map[string]*opened{}
	}
	h.have[s.ID] = o
	return o, nil
}

func (h *house) make(r db.Reader, s Selection) (*opened, error) {
	index, err := h.indices.Open(r, s.Index)
	if err != nil {
		return nil, err
	}
	rule, _, err := ReadRule(s.RuleFile)
	if err != nil {
		return nil, err
	}
	p, err := Publish(index.Result, index.SHA256(), rule)
	if err != nil || p.SHA256() != s.SHA256 {
		return nil, &refusal.Refusal{Kind: refusal.Conflict, Key: "chosen.refusal.does_not_hold", Cause: err}
	}
	o := &opened{index: index, list: p.List, turns: map[string][]Turn{}}
	o.in, o.ways = Ways(index.Result, rule, index.SHA256())
	return o, nil
}

// turn is what figures would turn a municipality, found once.
func (o *opened) turn(code string) []Turn {
	o.mu.Lock()
	defer o.mu.Unlock()
	if _, ok := o.turns[code]; !ok {
		o.turns[code] = Turns(o.index.Result, o.list.Rule, o.index.SHA256(), code)
	}
	return o.turns[code]
}
