package picture

import (
	"errors"
	"image"
	"image/color"
	_ "image/gif" // the kinds of picture that can be made small
	"image/jpeg"
	_ "image/png"
	"io"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

// Side is the greatest width and height of a small picture.
const Side = 320

// MostPoints is the largest picture that is made small: 50 million points need some 200 MB of memory for a moment.
const MostPoints = 50_000_000

// ErrLarge is a picture with too many points to be made small.
var ErrLarge = errors.New("picture: this has too many points to be made small")

// Small writes a small JPEG of a picture of a media type, the right way up, on white where one can see through it.
func Small(media string, from io.ReadSeeker, to io.Writer) error {
	up, err := clean(media, from, io.Discard)
	if err != nil {
		return err
	}
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return err
	}
	size, _, err := image.DecodeConfig(from)
	if err != nil || size.Width < 1 || size.Height < 1 {
		return ErrBroken
	}
	if int64(size.Width)*int64(size.Height) > MostPoints {
		return ErrLarge
	}
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return err
	}
	whole, _, err := image.Decode(from)
	if err != nil {
		return ErrBroken
	}
	return jpeg.Encode(to, turned(scaled(whole), up), &jpeg.Options{Quality: 80})
}

func scaled(whole image.Image) *image.RGBA {
	b := whole.Bounds()
	w, h := b.Dx(), b.Dy()
	if longer := max(w, h); longer > Side {
		w, h = max(1, w*Side/longer), max(1, h*Side/longer)
	}
	small := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(small, small.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.BiLinear.Scale(small, small.Bounds(), whole, b, draw.Over, nil)
	return small
}

// turned turns and mirrors a picture so that what EXIF calls up is up.
func turned(p *image.RGBA, up int) *image.RGBA {
	if up == 1 {
		return p
	}
	w, h := p.Rect.Dx(), p.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	if up >= 5 {
		out = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			to := place(up, x, y, w, h)
			out.SetRGBA(to.X, to.Y, p.RGBAAt(x, y))
		}
	}
	return out
}

// place is where a point goes.
func place(up, x, y, w, h int) image.Point {
	switch up {
	case 2:
		return image.Pt(w-1-x, y)
	case 3:
		return image.Pt(w-1-x, h-1-y)
	case 4:
		return image.Pt(x, h-1-y)
	case 5:
		return image.Pt(y, x)
	case 6:
		return image.Pt(h-1-y, x)
	case 7:
		return image.Pt(h-1-y, w-1-x)
	case 8:
		return image.Pt(y, w-1-x)
	}
	return image.Pt(x, y)
}
