package web

import (
	"encoding/json"
	"io"
	"net/http"
	"strconv"
)

// Answer is what a handler gives back: a page, an address to go to, a file.
type Answer interface {
	send(q *Request, w http.ResponseWriter) error
}

type see string

// See sends the browser on to another address of ours with 303, so that reloading does not repeat a change.
func See(path string) Answer { return see(path) }

func (s see) send(q *Request, w http.ResponseWriter) error {
	if q.WantsJSON() {
		return JSON(map[string]string{"see": string(s)}).send(q, w)
	}
	w.Header().Set("Location", string(s))
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

type asJSON struct {
	status int
	value  any
}

// JSON answers a script of ours, or a download, with a value.
func JSON(value any) Answer { return asJSON{http.StatusOK, value} }

func (a asJSON) send(_ *Request, w http.ResponseWriter) error {
	data, err := json.Marshal(a.value)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(a.status)
	_, err = w.Write(data)
	return err
}

type empty int

// Empty answers with a status and the headers that were set, and nothing else.
func Empty(status int) Answer { return empty(status) }

func (e empty) send(_ *Request, w http.ResponseWriter) error {
	w.WriteHeader(int(e))
	return nil
}

// File is bytes with a media type. With Name the browser saves it under that name, which must be plain ASCII.
type File struct {
	Type, Name string
	Data       []byte
	// Forever says that what stands at this address never changes.
	Forever bool
}

func (f File) send(q *Request, w http.ResponseWriter) error {
	f.headers(w)
	w.Header().Set("Content-Length", strconv.Itoa(len(f.Data)))
	if q.Method == http.MethodHead {
		return nil
	}
	_, err := w.Write(f.Data)
	return err
}

func (f File) headers(w http.ResponseWriter) {
	w.Header().Set("Content-Type", f.Type)
	if f.Name != "" {
		w.Header().Set("Content-Disposition", `attachment; filename="`+f.Name+`"`)
	}
	if f.Forever {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
}

// Stream is a File whose bytes come from a reader, which is closed afterwards.
type Stream struct {
	File
	From io.ReadCloser
}

func (s Stream) send(_ *Request, w http.ResponseWriter) error {
	defer s.From.Close()
	s.headers(w)
	_, err := io.Copy(w, s.From)
	return err
}
