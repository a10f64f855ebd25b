package call

import (
	"vekst/platform/lang"
)

// SourceWord is a piece of what is said of where a value comes from. Path, where there is one, is what it names.
type SourceWord struct {
	Text, Path string
}

// ComesFrom says in a language where a value comes from, piece by piece, so that each can lead to where it is entered. Say
// finds a sentence by its key.
func (d Definition) ComesFrom(t *Term, language string, say func(key string, args ...any) string) []SourceWord {
	w := &sourceWriter{d, language, say, nil}
	w.term(t, false)
	return w.all
}

type sourceWriter struct {
	Definition
	lang string
	say  func(key string, args ...any) string
	all  []SourceWord
}

func (w *sourceWriter) word(text string)        { w.all = append(w.all, SourceWord{Text: text}) }
func (w *sourceWriter) named(text, path string) { w.all = append(w.all, SourceWord{text, path}) }

var operationSigns = map[Op]string{TermAdd: "+", TermLess: "−", TermTimes: "×", TermOver: "÷"}

func (w *sourceWriter) term(t *Term, isWithin bool) {
	f, _ := w.Form.Field(t.Field)
	label := f.Label.In(w.lang)
	switch t.Op {
	case TermAnswer:
		if w.named(label, t.Path()); t.Part != "" {
			w.word("(" + w.say("call.source."+t.Part) + ")")
		}
	case TermCell:
		w.word(columnOf(f, t.Part).Label.In(w.lang))
	case TermSum:
		w.word(w.say("call.source.sum"))
		w.term(t.Of[0], true)
		w.word(w.say("call.source.in"))
		w.named(label, t.Field)
	case TermCount, TermPeople:
		w.word(w.say("call.source." + string(t.Op)))
		w.named(label, t.Field)
	case TermBudget:
		w.budget(f, t)
	case TermCall:
		w.word(w.say("call.source.of_call." + t.Part))
	case TermNumber:
		w.number(t)
	default:
		w.operation(t, isWithin)
	}
}

func (w *sourceWriter) number(t *Term) {
	if t.IsAmount {
		w.word(lang.Money(w.lang, t.Units, w.Money.Currency))
		return
	}
	w.word(lang.Number(w.lang, t.Units))
}

// operation writes an operation, between brackets inside another one.
func (w *sourceWriter) operation(t *Term, isWithin bool) {
	if isWithin {
		w.word("(")
	}
	w.term(t.Of[0], true)
	w.word(operationSigns[t.Op])
	w.term(t.Of[1], true)
	if isWithin {
		w.word(")")
	}
}

// budget names a sum of the budget.
func (w *sourceWriter) budget(f Field, t *Term) {
	switch t.Part {
	case "by":
		h, _ := f.Budget.Heading(t.Key)
		w.named(h.Title.In(w.lang), t.Field)
	case "funding":
		for _, s := range f.Budget.Funding {
			if s.ID == t.Key {
				w.named(s.Label.In(w.lang), t.Field+"/"+s.ID)
			}
		}
	default:
		w.named(w.say("call.source."+t.Part), t.Field)
	}
}

func columnOf(f Field, id string) Field {
	for _, c := range f.Columns {
		if c.ID == id {
			return c
		}
	}
	return Field{}
}
