package call

import (
	"time"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"

	"vekst/value/text"
)

// Refusal is why one cannot apply, after the question that showed it.
type Refusal struct {
	Question string
	Because  text.Text
}

// Screen lists the reasons for which somebody with these answers (by question) cannot apply. A question that is not
// answered refuses nobody, nor does a condition that cannot be computed: the screener advises and decides nothing.
func (d Definition) Screen(answers map[string]string, now time.Time) []Refusal {
	s := screened{d.screening, answers, now}
	var refusals []Refusal
	for _, q := range d.Screener {
		if answers[q.ID] == "" {
			continue
		}
		for _, r := range q.Refusals {
			if s.refuses(q, r) {
				refusals = append(refusals, Refusal{q.ID, r.Because})
			}
		}
	}
	return refusals
}

// screening is a screener made ready for conditions.
type screening struct {
	call  *Definition
	kinds map[string]QuestionKind
}

func newScreening(d *Definition) *screening {
	s := &screening{d, map[string]QuestionKind{}}
	for _, q := range d.Screener {
		s.kinds[q.ID] = q.Kind
	}
	return s
}

// screened is one set of answers to a screener; it is a cel.Activation.
type screened struct {
	*screening
	answers map[string]string
	now     time.Time
}

func (s screened) refuses(q Question, r Refusing) bool {
	if r.Answer != "" {
		return s.answers[q.ID] == r.Answer
	}
	if value := s.value(q.ID); types.IsError(value) {
		return false
	}
	holds, _ := r.When.holds(s)
	return holds
}

// ResolveName gives conditions the value of a name.
func (s screened) ResolveName(name string) (any, bool) {
	switch name {
	case "now":
		return types.Timestamp{Time: s.now}, true
	case "call":
		return s.call.terms(), true
	}
	if _, ok := s.kinds[name]; !ok {
		return nil, false
	}
	return s.value(name), true
}

// Parent implements cel.Activation.
func (s screened) Parent() cel.Activation { return nil }

// value is the answer to a question, or an error where it cannot be read.
func (s screened) value(id string) ref.Val {
	switch s.kinds[id] {
	case AskMoney:
		r := understand(&anAmount, s.answers[id])
		return readable(r, types.Int(r.number))
	case AskDate:
		r := understand(&aDay, s.answers[id])
		return readable(r, types.Timestamp{Time: r.day})
	}
	return types.String(s.answers[id])
}

var aDay = Field{Kind: Date}

func readable(r reading, v ref.Val) ref.Val {
	if r.wrong != "" {
		return types.NewErr("%s", r.wrong)
	}
	return v
}

// screenerLanguage makes the language of a screener: each question is a variable.
func screenerLanguage(d *Definition, r *reader) *language {
	variables, at := map[string]*types.Type{}, map[string]int{}
	for _, q := range d.Screener {
		variables[q.ID] = types.StringType
		switch q.Kind {
		case AskMoney:
			variables[q.ID] = types.IntType
		case AskDate:
			variables[q.ID] = types.TimestampType
		}
		if node := r.at["screener."+q.ID]; node != nil {
			at[q.ID] = node.Line
		}
	}
	short := func([]string) (uint64, bool) { return 40, true }
	return newLanguage(newShapes(), variables, at, short)
}

// Suggestion is what the program thinks of a gate; the officer decides. Known is false where the call has no condition
// for the gate, or it cannot be computed.
type Suggestion struct {
	Gate    string
	Known   bool
	Passes  bool
	Because text.Text // where it does not pass
}

// Suggestions looks at the gates for a set of answers.
func (x *Examination) Suggestions() []Suggestion {
	var all []Suggestion
	for _, g := range x.plan.call.Gates {
		s := Suggestion{Gate: g.ID}
		if g.Pass.Given() {
			passes, err := g.Pass.holds(x)
			s.Known, s.Passes = err == nil, passes
		}
		if s.Known && !s.Passes {
			s.Because = g.Because
		}
		all = append(all, s)
	}
	return all
}
