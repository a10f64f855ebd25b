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
	if !text.Is(l.Lang) || !catalog.Has(l.Key+".subject") || !catalog.Has(l.Key+".body") {
		return Mail{}, fmt.Errorf("mail: no words for %q in %q", l.Key, l.Lang)
	}
	args := make(map[string]any, len(l.Args))
	for name, value := range l.Args {
		if strings.HasPrefix(value, "/") {
			value = strings.TrimSuffix(address, "/") + value
		}
		args[name] = value
	}
	return Mail{ID: line.ID, At: line.At, To: oneLine(l.To), Name: oneLine(l.Name), Lang: l.Lang,
		Subject: oneLine(catalog.SayWith(l.Lang, l.Key+".subject", args)),
		Body:    strings.TrimSpace(catalog.SayWith(l.Lang, l.Key+".body", args)) + "\n"}, nil
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
