// Package lang speaks the three languages: messages with plurals, numbers, money, dates, sorting, and which language a
// request wants. Sentences live beside their pages, in each feature's words folder.
package lang

import (
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"vekst/value/text"
)

// Catalog holds every word of the program in the three languages. A key is the feature's name, a dot, and the key in
// its words file: application.submit.title.
type Catalog struct {
	keys       map[string]map[string]bool // language -> keys
	localizers map[string]*i18n.Localizer
	plain      sync.Map // language + key -> string, for messages without arguments
}

// Words is the words folder of one feature: bg.toml, nb.toml and en.toml.
type Words struct {
	Feature string
	Files   fs.FS
}

// NewCatalog reads the words of all features. A file that is missing or does not parse is an error that names it.
func NewCatalog(words ...Words) (*Catalog, error) {
	bundle := i18n.NewBundle(language.English)
	c := &Catalog{keys: map[string]map[string]bool{}, localizers: map[string]*i18n.Localizer{}}
	for _, l := range text.Languages {
		c.keys[l] = map[string]bool{}
		for _, w := range words {
			messages, err := read(w, l)
			if err != nil {
				return nil, err
			}
			for _, m := range messages {
				c.keys[l][m.ID] = true
			}
			if err := bundle.AddMessages(language.MustParse(l), messages...); err != nil {
				return nil, fmt.Errorf("lang: %s/%s.toml: %w", w.Feature, l, err)
			}
		}
		c.localizers[l] = i18n.NewLocalizer(bundle, l)
	}
	return c, nil
}

func read(w Words, l string) ([]*i18n.Message, error) {
	data, err := fs.ReadFile(w.Files, l+".toml")
	if err != nil {
		return nil, fmt.Errorf("lang: words of %s: %w", w.Feature, err)
	}
	var tree map[string]any
	if err := toml.Unmarshal(data, &tree); err != nil {
		return nil, fmt.Errorf("lang: %s/%s.toml: %w", w.Feature, l, err)
	}
	return flatten(w.Feature, tree), nil
}

// flatten turns nested tables into messages; a table that has nothing but plural forms is one message.
func flatten(prefix string, tree map[string]any) []*i18n.Message {
	other, ok := tree["other"].(string)
	one, hasOne := tree["one"].(string)
	if ok && (len(tree) == 1 || hasOne && len(tree) == 2) {
		return []*i18n.Message{{ID: prefix, One: one, Other: other}}
	}
	var messages []*i18n.Message
	for key, value := range tree {
		id := prefix + "." + key
		switch v := value.(type) {
		case string:
			messages = append(messages, &i18n.Message{ID: id, Other: v})
		case map[string]any:
			messages = append(messages, flatten(id, v)...)
		}
	}
	return messages
}

// Keys lists the keys that lang has, sorted.
func (c *Catalog) Keys(lang string) []string {
	var keys []string
	for k := range c.keys[lang] {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// Has says whether there is such a key in every language.
func (c *Catalog) Has(key string) bool {
	return !slices.ContainsFunc(text.Languages, func(l string) bool { return !c.keys[l][key] })
}

// Say returns the sentence of a key in a language, args being pairs of name and value. A value named Count chooses the
// plural form and is written as a number of that language when the sentence says {{.N}}. A key that is missing is shown
// in angle marks, which tests look for.
func (c *Catalog) Say(lang, key string, args ...any) string {
	data := map[string]any{}
	for i := 0; i+1 < len(args); i += 2 {
		data[fmt.Sprint(args[i])] = args[i+1]
	}
	return c.SayWith(lang, key, data)
}

// SayWith is Say with the arguments in a map.
func (c *Catalog) SayWith(lang, key string, args map[string]any) string {
	if len(args) == 0 {
		if s, ok := c.plain.Load(lang + key); ok {
			return s.(string)
		}
	}
	config := &i18n.LocalizeConfig{MessageID: key, TemplateData: args}
	if n, ok := args["Count"]; ok {
		config.PluralCount = n
		args["N"] = Number(lang, integer(n))
	}
	s, err := c.localizers[lang].Localize(config)
	if err != nil && config.PluralCount != nil {
		config.PluralCount = nil // a sentence that is the same for any number
		s, err = c.localizers[lang].Localize(config)
	}
	if err != nil || !c.keys[lang][key] {
		return "⟨" + key + "⟩"
	}
	if len(args) == 0 && !strings.Contains(s, "{{") {
		c.plain.Store(lang+key, s)
	}
	return oneStop.Replace(s)
}

// oneStop ends a sentence once where a date or an hour ends it with the full stop of its own abbreviation: „2022 г.“
var oneStop = strings.NewReplacer("г..", "г.", "ч..", "ч.")

func integer(n any) int64 {
	switch v := n.(type) {
	case int:
		return int64(v)
	case int64:
		return v
	}
	return 0
}
