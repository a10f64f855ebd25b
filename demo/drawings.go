package demo

import (
	"time"

	"vekst/grants/resource"
	"vekst/platform/action"
	"vekst/value/text"
)

// drawing is a picture of a resource. There are no photographs in the demonstration, since nothing in it is anywhere: they are
// drawn in demo/drawings, published as data/drawings, and say so.
type drawing struct{ File, Says string }

// drawn is who is named as the author of the drawings.
const drawn = "демонстрацията на Vekst°"

// draw puts a drawing beside a resource, the way a photograph comes: cleaned, made small and kept by whoever sends it.
func (b *builder) draw(d drawing, r resource.Resource, official action.Actor, moment time.Time) error {
	if d.File == "" {
		return nil
	}
	data, err := files.ReadFile("data/drawings/" + d.File + ".jpg")
	if err != nil {
		return err
	}
	kept, err := resource.Store(b.ctx, b.folder, d.File+".jpg", data)
	if err != nil {
		return err
	}
	kept.Key = "drawing-" + d.File
	p, err := resource.KeepPhotograph.Run(b.at(moment), b.door, official, kept)
	if err != nil {
		return err
	}
	_, err = resource.AddPhotograph.Run(b.at(moment.Add(time.Minute)), b.door, official, resource.Picturing{ID: r.ID, Photograph: p.ID,
		Credit: resource.Credit{Author: drawn, Licence: "zero", Caption: d.Says, Lang: text.BG}})
	return err
}
