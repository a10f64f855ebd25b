package guidance

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/file"
	"vekst/platform/refusal"
	"vekst/value/id"
	"vekst/value/text"
)

// Publishing is a file for a document of a call: a new one where Document is "", with its Title, or a new version of one,
// with what Changed. The file is in the store already.
type Publishing struct {
	Call, Document string
	Title, Changed text.Text
	Name           string
	File           file.Measured
	Scanned        bool // there is a scanner, so nobody else gets it before that has found it clean
}

// explained is the call a document belongs to, with the document as it stands.
type explained struct {
	call.Published
	document Document
}

// Publish puts a document, or a new version of one, beside a call.
var Publish = action.Define(action.Definition[Publishing, explained, Document]{
	Name: "guidance.publish",
	Load: func(tx *action.Tx, in Publishing) (explained, error) {
		c, err := call.Find(tx, in.Call)
		e := explained{Published: c}
		if err == nil && in.Document != "" {
			e.document, err = hold(tx, in.Call, in.Document)
		}
		return e, err
	},
	May: action.Permits[explained]{
		{Who: "operators of the programme", If: func(a action.Actor, e explained) bool { return a.Has(account.Operator, e.Programme) }},
		{Who: "administrators", If: func(a action.Actor, e explained) bool { return a.Has(account.Administrator, e.Programme) }},
		{Who: "the program itself", If: func(a action.Actor, _ explained) bool { return a.System() }},
	},
	When: action.AnyTime[explained](),
	Do:   publish,
})

func publish(tx *action.Tx, in Publishing, e explained) (Document, error) {
	if err := refusal.Of(append(unexplained(in), unfit(in)...)); err != nil {
		return Document{}, err
	}
	d := e.document
	v := Version{Number: 1, Name: in.Name, Size: in.File.Size, SHA256: in.File.SHA256, Changed: in.Changed, At: tx.Now(), By: tx.Actor().Name()}
	if d.ID == "" {
		d = Document{ID: id.New(), Call: in.Call, Title: in.Title}
		v.Changed = text.Text{}
	} else {
		v.Number = d.Versions[0].Number + 1
	}
	tx.About("guidance", d.ID)
	tx.Note("call", d.Call)
	tx.Note("version", strconv.FormatInt(v.Number, 10))
	tx.Note("file", v.SHA256)
	d.Versions = append([]Version{v}, d.Versions...)
	if err := contain(tx, in); err != nil {
		return d, err
	}
	return d, save(tx, d, v)
}

// longest is the greatest length of a title and of what changed, in characters.
const longest = 500

// unexplained wants a title of a new document, what changed of another, each in three languages.
func unexplained(in Publishing) []refusal.Complaint {
	field, said := "title", in.Title
	if in.Document != "" {
		field, said = "changed", in.Changed
	}
	var complaints []refusal.Complaint
	for l, s := range map[string]string{"bg": said.BG, "nb": said.NB, "en": said.EN} {
		switch n := utf8.RuneCountInString(s); {
		case n == 0:
			complaints = append(complaints, refusal.About(field+"_"+l, "guidance.refusal."+field+"_"+l))
		case n > longest:
			complaints = append(complaints, refusal.About(field+"_"+l, "guidance.refusal.long"))
		}
	}
	slices.SortFunc(complaints, func(a, b refusal.Complaint) int { return strings.Compare(a.Field, b.Field) })
	return complaints
}

// beginnings are what the first bytes of a file with an ending look like; office files are zip files.
var beginnings = map[string]string{"pdf": "application/pdf"}

// unfit finds what is wrong with a file.
func unfit(in Publishing) []refusal.Complaint {
	ending := strings.ToLower(strings.TrimPrefix(path.Ext(in.Name), "."))
	want := "application/zip"
	if own := beginnings[ending]; own != "" {
		want = own
	}
	switch {
	case in.File.SHA256 == "":
		return []refusal.Complaint{refusal.About("file", "guidance.refusal.none")}
	case in.File.Size == 0:
		return []refusal.Complaint{refusal.About("file", "guidance.refusal.empty", "Name", in.Name)}
	case !slices.Contains(Endings, ending):
		return []refusal.Complaint{refusal.About("file", "guidance.refusal.type", "Name", in.Name, "Types", strings.ToUpper(strings.Join(Endings, ", ")))}
	case in.File.Size > MaxBytes:
		return []refusal.Complaint{refusal.About("file", "guidance.refusal.large", "Name", in.Name, "Most", MaxBytes>>20)}
	case in.File.Media != want:
		return []refusal.Complaint{refusal.About("file", "guidance.refusal.disguised", "Name", in.Name)}
	}
	return nil
}
