package chosen

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"

	"gopkg.in/yaml.v3"

	"vekst/grants/targeting"
	"vekst/value/text"
)

// Format is the first line of a rule, so that a later format is not misread.
const Format = "vekst-selection-1"

// mostRule bounds a rule file: 264 municipalities can be left out with a page of reason each.
const mostRule = 4 << 20

// ErrNotARule is the error for a file that holds no rule.
var ErrNotARule = errors.New("this is not a rule for a selection")

// ruleFile is a rule as it is published.
type ruleFile struct {
	Format     string          `yaml:"format"`
	Index      string          `yaml:"index"` // SHA-256 of index.json
	Title      text.Text       `yaml:"title"`
	Number     int             `yaml:"number"`
	From       targeting.End   `yaml:"from"`
	PerGroup   int             `yaml:"per_group,omitempty"`
	Thresholds []thresholdFile `yaml:"thresholds,omitempty"`
	Excluded   []exclusionFile `yaml:"excluded,omitempty"`
	Ties       []orderFile     `yaml:"ties,omitempty"`
}

type thresholdFile struct {
	Code    string   `yaml:"code"`
	AtLeast *float64 `yaml:"at_least,omitempty"`
	AtMost  *float64 `yaml:"at_most,omitempty"`
}

type exclusionFile struct {
	Code   string    `yaml:"code"`
	Reason text.Text `yaml:"reason"`
}

type orderFile struct {
	Code  string        `yaml:"code"`
	First targeting.End `yaml:"first"`
}

// Write writes the rule as it is published, for the index with a hash.
func (r Rule) Write(index string) []byte {
	f := ruleFile{Format: Format, Index: index, Title: r.Title, Number: r.Number, From: r.From, PerGroup: r.PerGroup}
	for _, t := range r.Thresholds {
		f.Thresholds = append(f.Thresholds, thresholdFile(t))
	}
	for _, e := range r.Excluded {
		f.Excluded = append(f.Excluded, exclusionFile(e))
	}
	for _, o := range r.Ties {
		f.Ties = append(f.Ties, orderFile(o))
	}
	var b bytes.Buffer
	w := yaml.NewEncoder(&b)
	w.SetIndent(2)
	if err := w.Encode(f); err != nil {
		panic(err) // cannot be: it is plain data, and the buffer takes everything
	}
	return b.Bytes()
}

// ReadRule reads a rule that was published, and the hash of the index it is for. The error wraps ErrNotARule.
func ReadRule(raw []byte) (r Rule, index string, err error) {
	if len(raw) > mostRule {
		return r, "", fmt.Errorf("%w: it is larger than %d MB", ErrNotARule, mostRule>>20)
	}
	var f ruleFile
	d := yaml.NewDecoder(bytes.NewReader(raw))
	d.KnownFields(true)
	if err := d.Decode(&f); err != nil {
		return r, "", fmt.Errorf("%w: %s", ErrNotARule, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if err := d.Decode(&ruleFile{}); !errors.Is(err, io.EOF) {
		return r, "", fmt.Errorf("%w: it holds more than one", ErrNotARule)
	}
	if f.Format != Format {
		return r, "", fmt.Errorf("%w: it does not say that it is %s", ErrNotARule, Format)
	}
	r = Rule{Title: f.Title, Number: f.Number, From: f.From, PerGroup: f.PerGroup}
	for _, t := range f.Thresholds {
		r.Thresholds = append(r.Thresholds, Threshold(t))
	}
	for _, e := range f.Excluded {
		r.Excluded = append(r.Excluded, Exclusion(e))
	}
	for _, o := range f.Ties {
		r.Ties = append(r.Ties, Order(o))
	}
	return r, f.Index, nil
}

var missing = math.NaN()
