package mail

import (
	"fmt"
	"html"
	"strings"

	"vekst/platform/lang"
	"vekst/platform/outbox"
	"vekst/value/text"
)

// write makes the letter of an outbox line. A letter without words in its language is an error, so that nobody is sent
// half a sentence.
func write(catalog *lang.Catalog, address string, line outbox.Line) (Mail, error) {
	var l Letter
	if err := line.Read(&l); err != nil {
		return Mail{}, fmt.Errorf("mail: %w", err)
	}
	if missing := l.unsaid(catalog); missing != "" || !text.Is(l.Lang) {
		return Mail{}, fmt.Errorf("mail: no words for %q in %q", missing, l.Lang)
	}
	w := writer{catalog, strings.TrimSuffix(address, "/"), l.Lang}
	args := w.args(l.Args, l.Count)
	args["Parts"] = w.parts(l.Parts)
	body := strings.TrimSpace(catalog.SayWith(l.Lang, l.Key+".body", args)) + "\n"
	if l.Foot != "" {
		body += "\n" + catalog.Say(l.Lang, l.Foot) + "\n"
	}
	return Mail{ID: line.ID, At: line.At, To: oneLine(l.To), Name: oneLine(l.Name), Lang: l.Lang,
		Subject: oneLine(catalog.SayWith(l.Lang, l.Key+".subject", args)), Body: body, Stop: w.absolute(l.Stop)}, nil
}

// unsaid is the first key of the letter that has no words, or "".
func (l Letter) unsaid(catalog *lang.Catalog) string {
	keys := []string{l.Key + ".subject", l.Key + ".body"}
	if l.Foot != "" {
		keys = append(keys, l.Foot)
	}
	for _, p := range l.Parts {
		for _, line := range p.Lines {
			keys = append(keys, line.Key)
		}
	}
	for _, k := range keys {
		if !catalog.Has(k) {
			return k
		}
	}
	return ""
}

// writer writes sentences in one language, with links to this site.
type writer struct {
	catalog       *lang.Catalog
	address, lang string
}

func (w writer) absolute(value string) string {
	if strings.HasPrefix(value, "/") {
		return w.address + value
	}
	return value
}

func (w writer) args(given map[string]string, count int) map[string]any {
	args := make(map[string]any, len(given)+2)
	for name, value := range given {
		args[name] = w.absolute(value)
	}
	if count > 0 {
		args["Count"] = count
	}
	return args
}

// parts writes each part as a paragraph: the heading, a line for each sentence, the link.
func (w writer) parts(all []Part) string {
	var b strings.Builder
	for _, p := range all {
		b.WriteString(oneLine(p.Title) + "\n")
		for _, l := range p.Lines {
			b.WriteString("– " + oneLine(w.catalog.SayWith(w.lang, l.Key, w.args(l.Args, l.Count))) + "\n")
		}
		b.WriteString(w.absolute(p.Link) + "\n\n")
	}
	return strings.TrimSpace(b.String())
}

// oneLine keeps what people typed from becoming headers of its own.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// asHTML is the body for programs that show nothing else: paragraphs, and links where the text has addresses.
func asHTML(m Mail) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<!doctype html>\n<html lang=%q><head><meta charset=\"utf-8\"><title>%s</title></head><body>\n", m.Lang, html.EscapeString(m.Subject))
	for paragraph := range strings.SplitSeq(strings.TrimSpace(m.Body), "\n\n") {
		lines := strings.Split(paragraph, "\n")
		for i, line := range lines {
			lines[i] = linked(line)
		}
		if len(lines) > 1 && strings.HasPrefix(lines[1], "– ") {
			lines[0] = "<strong>" + lines[0] + "</strong>"
		}
		b.WriteString("<p>" + strings.Join(lines, "<br>\n") + "</p>\n")
	}
	b.WriteString("</body></html>\n")
	return b.String()
}

// linked escapes a line and makes its addresses links.
func linked(line string) string {
	words := strings.Split(line, " ")
	for i, w := range words {
		words[i] = html.EscapeString(w)
		if strings.HasPrefix(w, "https://") || strings.HasPrefix(w, "http://") {
			words[i] = `<a href="` + words[i] + `">` + words[i] + `</a>`
		}
	}
	return strings.Join(words, " ")
}
