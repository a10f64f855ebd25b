package application

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/platform/lang"
)

// AnsweredSection is a section of a form with its answers, ready to be shown with the template "answers".
type AnsweredSection struct {
	ID, Title string
	Answers   []AnsweredField
}

// AnsweredField is one question and what was answered. A table has Columns and Rows, everything else Lines, one of which is the
// rule. Empty says that there is no answer, Hidden that the reader must not see it.
type AnsweredField struct {
	Path, Label string
	Lines       []AnsweredLine
	Columns     []AnsweredLabel
	Rows        [][]AnsweredLine
	Foot        []AnsweredLine // sums below a table
	Files       []AnsweredFile
	Hidden      bool
}

// AnsweredLine is a value, with a label where the question has parts.
type AnsweredLine struct {
	AnsweredLabel
	Value string
	Word  string // the key of a word of ours, in place of Value
}

// AnsweredLabel is the label of a part: its text, or the key of a word of ours.
type AnsweredLabel struct {
	Text, Key string
	IsNumber  bool
	Field     string // the question a part belongs to, where it is told apart from it
}

// AnsweredFile is a file that was handed in. Link is where it can be read: see FileLink.
type AnsweredFile struct {
	Line, Name, Size, Link string
	Ending                 string // PDF
	Small                  string // where its small picture is, "" for none
	Note                   string // the key of what the scanner says, "" for nothing
	IsHeld, IsGone         bool
}

// Empty says that nothing was answered.
func (a AnsweredField) Empty() bool {
	return len(a.Lines) == 0 && len(a.Rows) == 0 && len(a.Files) == 0
}

// Party is an organisation that takes part in an application.
type Party struct {
	Name, Number, Country string
}

// document is the canonical document as written by call.Examination.Document.
type document struct {
	Answers map[string]json.RawMessage `json:"answers"`
}

func parse(content []byte) (document, error) {
	var d document
	if err := json.Unmarshal(content, &d); err != nil {
		return d, fmt.Errorf("application: content: %w", err)
	}
	return d, nil
}

// Parties lists the applicant and the partners, for finding conflicts of interest. A document that cannot be read has
// none.
func Parties(d call.Definition, content []byte) []Party {
	doc, err := parse(content)
	if err != nil {
		return nil
	}
	var all []Party
	for _, s := range d.Form.Sections {
		for _, f := range s.Fields {
			for _, row := range recordsOf(f.Kind, doc.Answers[f.ID]) {
				all = append(all, Party{plain(row["name"]), plain(row["registration"]), plain(row["country"])})
			}
		}
	}
	return all
}

type record map[string]json.RawMessage

func recordsOf(kind call.FieldKind, raw json.RawMessage) []record {
	var one record
	var many []record
	switch {
	case raw == nil:
	case kind == call.Organisation:
		if json.Unmarshal(raw, &one) == nil {
			many = []record{one}
		}
	case kind == call.Partner:
		_ = json.Unmarshal(raw, &many)
	}
	return many
}

// Answered arranges a document by the form it answers, in a language. Where blind, answers to fields that the call marks
// as hidden from experts are left out, and said to be. What cannot be read as a document has no sections.
func Answered(d call.Definition, content []byte, language string, blind bool) []AnsweredSection {
	doc, err := parse(content)
	if err != nil {
		return nil
	}
	w := arranger{d, language, doc}
	var all []AnsweredSection
	for _, s := range d.Form.Sections {
		section := AnsweredSection{ID: s.ID, Title: s.Title.In(language)}
		for _, f := range s.Fields {
			raw, given := doc.Answers[f.ID]
			if !given {
				continue
			}
			a := AnsweredField{Path: f.ID, Label: f.Label.In(language), Hidden: blind && f.Blind}
			if !a.Hidden {
				w.arrange(f, raw, &a)
			}
			section.Answers = append(section.Answers, a)
		}
		if len(section.Answers) > 0 {
			all = append(all, section)
		}
	}
	return all
}

// arranger writes answers in one language.
type arranger struct {
	call.Definition
	lang string
	doc  document
}

func (w arranger) arrange(f call.Field, raw json.RawMessage, a *AnsweredField) {
	switch f.Kind {
	case call.Organisation, call.Indicator:
		var one record
		_ = json.Unmarshal(raw, &one)
		a.Lines = w.parts(f, one)
	case call.Table, call.Partner:
		var many []record
		_ = json.Unmarshal(raw, &many)
		w.table(f, many, a)
	case call.Declaration:
		w.declaration(f, raw, a)
	case call.File:
		a.Files = w.files(raw)
	case call.BudgetTable:
		w.budget(f, raw, a)
	case call.Choices, call.Settlements:
		var codes []string
		_ = json.Unmarshal(raw, &codes)
		for _, code := range codes {
			a.Lines = append(a.Lines, w.line(f, quoted(code)))
		}
	default:
		a.Lines = []AnsweredLine{w.line(f, raw)}
	}
}

func (w arranger) parts(f call.Field, one record) []AnsweredLine {
	var lines []AnsweredLine
	for _, c := range f.Columns {
		if raw, ok := one[c.ID]; ok {
			line := named(f, c, w.line(c, raw))
			line.AnsweredLabel = labelOf(c, w.lang)
			lines = append(lines, line)
		}
	}
	return lines
}

func (w arranger) table(f call.Field, many []record, a *AnsweredField) {
	for _, c := range f.Columns {
		a.Columns = append(a.Columns, labelOf(c, w.lang))
	}
	for _, one := range many {
		row := make([]AnsweredLine, len(f.Columns))
		for i, c := range f.Columns {
			if raw, ok := one[c.ID]; ok {
				row[i] = named(f, c, w.line(c, raw))
			}
			row[i].AnsweredLabel = a.Columns[i]
		}
		a.Rows = append(a.Rows, row)
	}
}

// declaration is one word, or where each partner declares who did, for whom and when.
func (w arranger) declaration(f call.Field, raw json.RawMessage, a *AnsweredField) {
	if !f.ByEachPartner() {
		a.Lines = []AnsweredLine{w.line(f, raw)}
		return
	}
	var many []record
	_ = json.Unmarshal(raw, &many)
	for _, one := range many {
		said := plain(one["organisation"]) + ": " + plain(one["by"])
		if at, err := time.Parse(time.RFC3339, plain(one["at"])); err == nil {
			said += ", " + lang.DateTime(w.lang, at.In(w.Window.Location()))
		}
		a.Lines = append(a.Lines, AnsweredLine{Value: said})
	}
}

func (w arranger) files(raw json.RawMessage) []AnsweredFile {
	var files []struct {
		ID, Name string
		Size     int64
	}
	_ = json.Unmarshal(raw, &files)
	all := make([]AnsweredFile, len(files))
	for i, f := range files {
		all[i] = AnsweredFile{Line: f.ID, Name: f.Name, Size: size(w.lang, f.Size)}
	}
	return all
}

func (w arranger) money(cents int64) string { return lang.Money(w.lang, cents, w.Money.Currency) }

// line writes one simple answer.
func (w arranger) line(f call.Field, raw json.RawMessage) AnsweredLine {
	switch f.Kind {
	case call.Number:
		n, _ := strconv.ParseInt(string(raw), 10, 64)
		return AnsweredLine{Value: strings.TrimSpace(decimal(w.lang, n, f.Decimals) + " " + f.Unit.In(w.lang))}
	case call.Amount:
		n, _ := strconv.ParseInt(string(raw), 10, 64)
		return AnsweredLine{Value: w.money(n)}
	case call.Date:
		return AnsweredLine{Value: dayOf(w.lang, plain(raw))}
	case call.Declaration:
		return AnsweredLine{Word: "application.yes"}
	case call.Choice, call.Choices:
		return optionLine(f, plain(raw), w.lang)
	case call.Municipality:
		return AnsweredLine{Value: places().Label(plain(raw), w.lang)}
	case call.Settlements:
		if s, ok := places().settlements[plain(raw)]; ok {
			return AnsweredLine{Value: s.Name.In(w.lang)}
		}
	}
	return AnsweredLine{Value: plain(raw)}
}

// optionLine is the label of an option; kinds of organisation have words of ours.
func optionLine(f call.Field, id, language string) AnsweredLine {
	for _, o := range f.Options {
		if o.ID == id && !o.Label.Empty() {
			return AnsweredLine{Value: o.Label.In(language)}
		}
	}
	if slices.Contains(call.LegalKinds, id) {
		return AnsweredLine{Word: legal(id)}
	}
	return AnsweredLine{Value: id}
}

// named gives a country its name, where an organisation has one of those we know.
func named(f, column call.Field, l AnsweredLine) AnsweredLine {
	if f.Kind != call.Table && column.ID == "country" && slices.Contains(countries, l.Value) {
		l.Word = country(l.Value)
	}
	return l
}

// countries are those that have words of ours: the beneficiary and the donors.
var countries = []string{"BG", "NO", "IS", "LI"}

func country(code string) string { return "application.country." + code }

// legal is the word for a kind of organisation.
func legal(kind string) string { return "application.legal." + kind + ".name" }

// labelOf is what a column is called: by the call, or by us where its parts are fixed.
func labelOf(c call.Field, language string) AnsweredLabel {
	l := AnsweredLabel{Text: c.Label.In(language), IsNumber: c.Kind == call.Number || c.Kind == call.Amount}
	if l.Text == "" {
		l.Key = "application.part." + c.ID
	}
	return l
}

// names says whether a document names a file, by its field and row.
func names(content []byte, field, line string) bool {
	doc, err := parse(content)
	if err != nil {
		return false
	}
	var files []struct{ ID string }
	_ = json.Unmarshal(doc.Answers[field], &files)
	return slices.ContainsFunc(files, func(f struct{ ID string }) bool { return f.ID == line })
}

func plain(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return string(bytes.TrimSpace(raw))
	}
	return s
}

func quoted(s string) json.RawMessage {
	data, _ := json.Marshal(s) // a string always can be
	return data
}

func dayOf(language, s string) string {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return s
	}
	return lang.Date(language, t)
}

// decimal writes a number of units of its last decimal.
func decimal(language string, units int64, decimals int) string {
	if decimals == 0 {
		return lang.Number(language, units)
	}
	power := int64(1)
	for range decimals {
		power *= 10
	}
	point := ","
	if language == "en" {
		point = "."
	}
	sign := ""
	if units < 0 {
		sign, units = "−", -units
	}
	fraction := fmt.Sprintf("%0*d", decimals, units%power)
	return sign + strings.TrimRight(strings.TrimRight(lang.Number(language, units/power)+point+fraction, "0"), ".,")
}

// size writes a size of a file in kB or MB, rounded up, as people do.
func size(language string, octets int64) string {
	if octets < 1_000_000 {
		return lang.Number(language, (octets+999)/1000) + " kB"
	}
	return decimal(language, (octets+99_999)/100_000, 1) + " MB"
}
