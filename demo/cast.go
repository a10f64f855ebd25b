package demo

import (
	"vekst/grants/account"
	"vekst/value/text"
)

// Role is somebody a visitor can be. Key names their words; Next is where they begin.
type Role struct {
	Key, Name, Email, Lang, Next string
	roles                        []string // in the programme
	member                       string   // in an organisation
	of                           string   // which: herbs or elena
}

// The organisations of the cast.
const (
	herbs = "herbs" // an association with a draft half filled in
	elena = "elena" // a municipality with nothing begun
)

// Cast lists whom a visitor can be, in the order in which they are met on the walk.
var Cast = []Role{
	{Key: "owner", Name: "Мария Петкова°", Email: "maria.petkova@example.org", Lang: text.BG, Next: "/my", member: account.Owner, of: herbs},
	{Key: "editor", Name: "Иван Колев°", Email: "ivan.kolev@example.org", Lang: text.BG, Next: "/my", member: account.Editor, of: herbs},
	{Key: "reader", Name: "Надежда Янева°", Email: "nadezhda.yaneva@example.org", Lang: text.BG, Next: "/my", member: account.Reader, of: herbs},
	{Key: "officer", Name: "Даниела Цонева°", Email: "daniela.tsoneva@example.org", Lang: text.BG, Next: "/my", member: account.Owner, of: elena},
	{Key: "operator", Name: "Калина Стоянова°", Email: "kalina.stoyanova@example.org", Lang: text.BG, Next: "/my", roles: []string{account.Operator}},
	{Key: "second", Name: "Георги Маринов°", Email: "georgi.marinov@example.org", Lang: text.BG, Next: "/my", roles: []string{account.Operator}},
	{Key: "expert1", Name: "Васил Иванов°", Email: "vasil.ivanov@example.org", Lang: text.BG, Next: "/my", roles: []string{account.Expert}},
	{Key: "expert2", Name: "Десислава Николова°", Email: "desislava.nikolova@example.org", Lang: text.BG, Next: "/my", roles: []string{account.Expert}},
	{Key: "expert3", Name: "Петър Ангелов°", Email: "petar.angelov@example.org", Lang: text.BG, Next: "/my", roles: []string{account.Expert}},
	{Key: "expert4", Name: "Елица Димитрова°", Email: "elitsa.dimitrova@example.org", Lang: text.BG, Next: "/my", roles: []string{account.Expert}},
	{Key: "expert5", Name: "Kari Lunde°", Email: "kari.lunde@example.org", Lang: text.NB, Next: "/my", roles: []string{account.Expert}},
	{Key: "expert6", Name: "Thomas Reed°", Email: "thomas.reed@example.org", Lang: text.EN, Next: "/my", roles: []string{account.Expert}},
	{Key: "committee1", Name: "Милена Христова°", Email: "milena.hristova@example.org", Lang: text.BG, Next: "/my", roles: []string{account.Committee}},
	{Key: "committee2", Name: "Стоян Попов°", Email: "stoyan.popov@example.org", Lang: text.BG, Next: "/my", roles: []string{account.Committee}},
	{Key: "external", Name: "Solveig Hagen°", Email: "solveig.hagen@example.org", Lang: text.NB, Next: "/my", roles: []string{account.Committee}},
	{Key: "adviser", Name: "Ingrid Solheim°", Email: "ingrid.solheim@example.org", Lang: text.NB, Next: "/nb/calls/job-creation-2022", roles: []string{account.Adviser}},
	{Key: "observer", Name: "Astrid Berg°", Email: "astrid.berg@example.org", Lang: text.EN, Next: "/my", roles: []string{account.Observer}},
	{Key: "auditor", Name: "Анелия Костова°", Email: "aneliya.kostova@example.org", Lang: text.BG, Next: "/my", roles: []string{account.Auditor}},
	{Key: "administrator", Name: "Росица Тодорова°", Email: "rositsa.todorova@example.org", Lang: text.BG, Next: "/my", roles: []string{account.Administrator}},
}

// Shown are those with a card of their own; of six experts and three members of the committee one stands for all.
var Shown = []string{"owner", "officer", "operator", "second", "expert1", "committee1", "observer", "adviser", "auditor", "administrator"}

// role finds somebody of the cast; the zero Role when there is none.
func role(key string) Role {
	for _, r := range Cast {
		if r.Key == key {
			return r
		}
	}
	return Role{}
}
