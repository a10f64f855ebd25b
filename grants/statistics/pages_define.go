package statistics

import (
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/text"
)

var definePage = web.NewPage[defineView](files, "pages/define.html")

type defineView struct {
	web.Head
	Code    string // of one that is changed, "" for a new one
	Fields  []web.Field
	Choices []web.Choice
	Limits  []web.Field
	Source  []web.Field
	Whole   bool
	Remove  string // what taking it out would do; "" where there is nothing to take out
}

func (h *house) askDefine(q *web.Request) (web.Answer, error) {
	code := q.Value("indicator")
	in := Defining{IsNew: code == "", Indicator: Indicator{Unit: "percent", Better: Neither, Theme: "people"}}
	if code != "" {
		all, err := Indicators(q.Reader())
		if err != nil {
			return nil, err
		}
		i, ok := named(all, code)
		if !ok {
			return nil, refusal.New(refusal.Missing, "statistics.one.unknown")
		}
		in.Indicator = i
		end := ends(i)
		in.LeastTyped, in.MostTyped = end[0], end[1]
	}
	return definePage.Show(defining(q, in, nil)), nil
}

func (h *house) define(q *web.Request) (web.Answer, error) {
	three := func(name string) text.Text {
		return text.Text{BG: q.Value(name + "_bg"), NB: q.Value(name + "_nb"), EN: q.Value(name + "_en")}
	}
	in := Defining{IsNew: q.Value("indicator") == "", LeastTyped: q.Value("least"), MostTyped: q.Value("most"), Indicator: Indicator{Code: q.Value("indicator"),
		Theme: q.Value("theme"), Name: three("name"), Definition: three("definition"), Publisher: three("publisher"), Unit: q.Value("unit"),
		Better: Better(q.Value("better")), Whole: q.Value("whole") == "yes", Dataset: q.Value("dataset"), Address: q.Value("address"), Licence: q.Value("licence")}}
	if in.IsNew {
		in.Code = q.Value("code")
	}
	i, err := web.Do(q, Define, in)
	if heard, status := q.Heard(err); status != 0 {
		return definePage.With(status, defining(q, in, heard)), nil
	}
	if err != nil {
		return nil, err
	}
	return web.See(q.Link("/statistics/" + i.Code)), nil
}

// remove takes an indicator out; where it cannot be, its form says why.
func (h *house) remove(q *web.Request) (web.Answer, error) {
	code := q.Value("indicator")
	i, err := web.Do(q, Remove, code)
	if heard, status := q.Heard(err); status != 0 {
		all, err := Indicators(q.Reader())
		if err != nil {
			return nil, err
		}
		have, _ := named(all, code)
		end := ends(have)
		return definePage.With(status, defining(q, Defining{Indicator: have, LeastTyped: end[0], MostTyped: end[1]}, heard)), nil
	}
	if err != nil {
		return nil, err
	}
	if i.Code == "" {
		return web.See(q.Link("/statistics")), nil
	}
	return web.See(q.Link("/statistics/" + i.Code)), nil
}

// removal says what taking an indicator out would do.
func removal(q *web.Request, i Indicator) string {
	all, err := shipped()
	if _, ok := named(all, i.Code); ok && err == nil && !i.IsShipped {
		return q.T("statistics.remove.shipped")
	} else if ok || err != nil {
		return ""
	}
	return q.T("statistics.remove.own")
}

// defining makes the form of an indicator.
func defining(q *web.Request, in Defining, heard []web.Complaint) defineView {
	v := defineView{Head: web.Head{Title: q.T("statistics.define.new"), Section: "look.nav.municipalities", Crumbs: crumbs(q), Complaints: heard}, Whole: in.Whole}
	field := func(name, label, value string, rows int) web.Field {
		return web.Field{Name: name, Label: label, Value: value, Rows: rows, Complaint: v.Head.Complaint(name)}
	}
	if in.IsNew {
		f := field("code", q.T("statistics.define.code"), in.Code, 0)
		f.Help = q.T("statistics.define.code_help")
		v.Fields = append(v.Fields, f)
	} else {
		v.Code, v.Title, v.Remove = in.Code, q.T("statistics.define.change"), removal(q, in.Indicator)
	}
	each := func(name string, t text.Text, rows int) (all []web.Field) {
		for _, l := range text.Languages {
			said := map[string]string{text.BG: t.BG, text.NB: t.NB, text.EN: t.EN}[l]
			all = append(all, field(name+"_"+l, q.T("statistics.define."+name+"_"+l), said, rows))
		}
		return all
	}
	v.Fields = append(append(v.Fields, each("name", in.Name, 0)...), each("definition", in.Definition, 3)...)
	v.Choices = []web.Choice{choice(q, v, "theme", in.Theme, Themes), choice(q, v, "unit", in.Unit, Units),
		choice(q, v, "better", string(in.Better), []string{string(Higher), string(Lower), string(Neither)})}
	v.Limits = []web.Field{field("least", q.T("statistics.define.least"), in.LeastTyped, 0), field("most", q.T("statistics.define.most"), in.MostTyped, 0)}
	for n := range v.Limits {
		v.Limits[n].Optional, v.Limits[n].Inputmode = true, "decimal"
	}
	v.Source = each("publisher", in.Publisher, 0)
	for _, f := range []struct{ name, value string }{{"dataset", in.Dataset}, {"address", in.Address}, {"licence", in.Licence}} {
		one := field(f.name, q.T("statistics.define."+f.name), f.value, 0)
		one.Optional = f.name != "licence"
		v.Source = append(v.Source, one)
	}
	return v
}

func choice(q *web.Request, v defineView, name, value string, of []string) web.Choice {
	c := web.Choice{Name: name, Label: q.T("statistics.define." + name), Value: value, Complaint: v.Head.Complaint(name)}
	for _, o := range of {
		c.Options = append(c.Options, web.Option{Value: o, Label: q.T("statistics." + name + "." + o)})
	}
	return c
}
