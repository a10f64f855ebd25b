package opendata

import (
	"strconv"

	"vekst/grants/chosen"
	"vekst/grants/targeting"
	"vekst/platform/web"
)

var openPage = web.NewPage[openView](files, "pages/open_data.html")

type openView struct {
	web.Head
	Sets []setView
}

type setView struct {
	Name, Title, About string
	Licence            Licence
	Ways               []wayView
	Schema             string
	Fields             []fieldView
	Frozen             []frozenView
}

type wayView struct{ Name, Link string }

type frozenView struct {
	Name string
	Ways []wayView
}

type fieldView struct{ Name, Type, About string }

// page shows what can be had, and what stands in each column.
func (h *house) page(q *web.Request) (web.Answer, error) {
	v := openView{Head: web.Head{Title: q.T("opendata.page.title")}}
	for _, d := range h.datasets() {
		s := setView{Name: d.Name, Title: q.T("opendata.title." + d.Name), About: q.T("opendata.about." + d.Name), Licence: d.Licence, Schema: d.address("schema.json")}
		s.Ways = ways(d, "/open/"+d.Name)
		for _, f := range d.Fields {
			s.Fields = append(s.Fields, fieldView{f.Name, q.T("opendata.type." + string(f.Type)), q.T("opendata.field." + f.Name)})
		}
		v.Sets = append(v.Sets, s)
	}
	err := h.addFrozen(q, &v)
	return openPage.Show(v), err
}

// addFrozen adds to each dataset the addresses of what is frozen of it.
func (h *house) addFrozen(q *web.Request, v *openView) error {
	indices, err := targeting.Indices(q.Reader())
	if err != nil {
		return err
	}
	selections, err := chosen.Selections(q.Reader())
	for i, d := range h.datasets() {
		switch d.Numbered {
		case "indices":
			for _, x := range indices {
				v.Sets[i].Frozen = append(v.Sets[i].Frozen, frozen(d, x.Number, q.T("opendata.page.index", "Number", strconv.Itoa(x.Number), "Title", x.Title.In(q.Lang))))
			}
		case "selections":
			for _, s := range selections {
				v.Sets[i].Frozen = append(v.Sets[i].Frozen, frozen(d, s.Number, q.T("opendata.page.selection", "Number", strconv.Itoa(s.Number), "Title", s.Title.In(q.Lang))))
			}
		}
	}
	return err
}

func frozen(d Dataset, number int, name string) frozenView {
	return frozenView{name, ways(d, "/open/"+d.Numbered+"/"+strconv.Itoa(number))}
}

// formatNames are the names of formats as people know them.
var formatNames = map[string]string{"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "geojson": "GeoJSON"}

func ways(d Dataset, at string) []wayView {
	var all []wayView
	for _, f := range d.Formats() {
		all = append(all, wayView{formatNames[f], at + "." + f})
	}
	return all
}
