package application

import (
	"encoding/json"
	"strconv"
	"strings"
)

// readDot reads a1b2.7.
func readDot(s string) (Dot, bool) {
	device, number, ok := strings.Cut(s, ".")
	n, err := strconv.ParseInt(number, 10, 64)
	return Dot{device, n}, ok && err == nil && n > 0 && isRow(device)
}

// most is how many devices a clock remembers, far more than ever write in one answer at a time. Names of devices begin
// with the time, so those that are forgotten are the oldest.
const mostDevices = 64

// readClock reads a1b2.7 c3d4.1; false where that is not a clock.
func readClock(s string) (Clock, bool) {
	c := Clock{}
	for _, one := range strings.Fields(s) {
		d, ok := readDot(one)
		if !ok || len(c) > 2*mostDevices {
			return nil, false
		}
		c[d.Device] = max(d.N, c[d.Device])
	}
	return c, true
}

// patch is a base told by its difference from the value: how many characters at the beginning and at the end are the
// same, and what stood between them. Saving as one types then costs a few characters and not the whole text again.
type patch struct {
	Start, End int
	Was        string
}

// MarshalJSON writes a patch as [3,0,"was"].
func (p patch) MarshalJSON() ([]byte, error) { return json.Marshal([]any{p.Start, p.End, p.Was}) }

// UnmarshalJSON reads [3,0,"was"].
func (p *patch) UnmarshalJSON(data []byte) error {
	return json.Unmarshal(data, &[]any{&p.Start, &p.End, &p.Was})
}

func patchOf(base, value string) patch {
	a, b := []rune(base), []rune(value)
	p := patch{}
	for p.Start < len(a) && p.Start < len(b) && a[p.Start] == b[p.Start] {
		p.Start++
	}
	for p.End < len(a)-p.Start && p.End < len(b)-p.Start && a[len(a)-1-p.End] == b[len(b)-1-p.End] {
		p.End++
	}
	p.Was = string(a[p.Start : len(a)-p.End])
	return p
}

// of gives the base back; false where the patch does not fit the value.
func (p patch) of(value string) (string, bool) {
	r := []rune(value)
	if p.Start < 0 || p.End < 0 || p.Start > len(r) || p.End > len(r)-p.Start {
		return "", false
	}
	return string(r[:p.Start]) + p.Was + string(r[len(r)-p.End:]), true
}

// head is an edit as it is kept. Of the only one, what the answer says itself is left out.
type head struct {
	Dot   string  `json:"d"`
	From  string  `json:"f,omitempty"`
	Over  string  `json:"o,omitempty"`
	Base  patch   `json:"w"`
	Gone  bool    `json:"g,omitempty"`
	Blind bool    `json:"b,omitempty"`
	Value *string `json:"v,omitempty"`
	By    string  `json:"p,omitempty"`
	At    int64   `json:"a,omitempty"`
	Rev   int64   `json:"r,omitempty"`
}

// keepHeads writes edits as they are kept beside the value of their answer.
func keepHeads(heads []Edit) (string, error) {
	all := make([]head, len(heads))
	for i, e := range heads {
		all[i] = head{Dot: e.Dot.String(), From: e.From.trimmed().String(), Over: e.Over.trimmed().String(), Base: patchOf(e.Base, e.Value), Gone: e.Gone, Blind: e.Blind}
		if len(heads) > 1 {
			all[i].Value, all[i].By, all[i].At, all[i].Rev = &heads[i].Value, e.By, e.At, e.Rev
		}
	}
	data, err := json.Marshal(all)
	return string(data), err
}

func (c Clock) trimmed() Clock {
	for len(c) > mostDevices {
		oldest := ""
		for device := range c {
			if oldest == "" || device < oldest {
				oldest = device
			}
		}
		c = c.without(oldest)
	}
	return c
}

func (c Clock) without(device string) Clock {
	rest := c.add()
	delete(rest, device)
	return rest
}

// readHeads reads them. An answer without any was written before there were edits, or by the program: it is one.
func readHeads(kept string, a Answer) ([]Edit, error) {
	only := Edit{Dot: Dot{"0", a.Rev + 1}, Value: a.Value, By: a.By, At: a.At.UnixMicro(), Rev: a.Rev}
	if kept == "" {
		return []Edit{only}, nil
	}
	var all []head
	if err := json.Unmarshal([]byte(kept), &all); err != nil {
		return nil, err
	}
	heads := make([]Edit, len(all))
	for i, h := range all {
		e := only
		e.Dot, _ = readDot(h.Dot)
		e.From, _ = readClock(h.From)
		e.Over, _ = readClock(h.Over)
		e.Gone, e.Blind = h.Gone, h.Blind
		if h.Value != nil {
			e.Value, e.By, e.At, e.Rev = *h.Value, h.By, h.At, h.Rev
		}
		e.Base, _ = h.Base.of(e.Value)
		heads[i] = e
	}
	return heads, nil
}
