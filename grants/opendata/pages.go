package opendata

import (
	"strconv"

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
	indices, err := targeting.Indices(q.Reader())
	for i, d := range h.datasets() {
		for _, x := range indices {
			if d.Numbered == "indices" {
				number := strconv.Itoa(x.Number)
				v.Sets[i].Frozen = append(v.Sets[i].Frozen, frozenView{q.T("opendata.page.index", "Number", number, "Title", x.Title.In(q.Lang)), ways(d, "/open/indices/"+number)})
			}
		}
	}
	return openPage.Show(v), err
}

// formatNames are the names of formats as people know them.
var formatNames = map[string]string{"csv": "CSV", "json": "JSON", "geojson": "GeoJSON"}

func ways(d Dataset, at string) []wayView {
	var all []wayView
	for _, f := range d.Formats() {
		all = append(all, wayView{formatNames[f], at + "." + f})
	}
	return all
}
