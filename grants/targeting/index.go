package targeting

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"vekst/platform/db"
	"vekst/value/text"
)

// Index is a published index: the files it is made from, and the hash of what came of them. It is frozen: no action
// changes one, and whoever wants another publishes another. It can be withdrawn, which leaves it as it is.
type Index struct {
	ID        string
	Number    int // in the order of publication, from 1
	Title     text.Text
	Published time.Time
	By        string // the person, as the audit trail knows them
	Program   string // the version of the program that counted
	SHA256    string // of index.json, which names every file of the index with its own hash

	Units, Indicators, ChosenUnits int

	Turn Turn // the last thing that became of it; none when its number is 0

	Data, Framework, Recipe []byte // empty in lists
}

// Shelf keeps what published indices come to in memory, each remade once from its three files.
type Shelf struct {
	mu   sync.Mutex
	have map[string]*kept
	used int
}

type kept struct {
	once sync.Once
	p    *Published
	err  error
	used int
}

// mostKept is how many indices a shelf holds at once; one of 265 municipalities takes some megabytes.
const mostKept = 12

// ErrDoesNotHold is the error for a published index that this version of the program counts differently. Its pages are not
// shown, since they would show numbers that were never published; its files can still be downloaded.
var ErrDoesNotHold = errors.New("targeting: the published index does not hold in this version of the program")

// Open is everything that is published of an index.
func (s *Shelf) Open(r db.Reader, id string) (*Published, error) {
	k := s.at(id)
	k.once.Do(func() { k.p, k.err = remake(r, id) })
	if k.err != nil {
		s.forget(id)
	}
	return k.p, k.err
}

// at is the place of an index on the shelf; the one that was not asked for the longest makes room.
func (s *Shelf) at(id string) *kept {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.have == nil {
		s.have = map[string]*kept{}
	}
	s.used++
	k := s.have[id]
	if k == nil {
		if len(s.have) >= mostKept {
			delete(s.have, s.oldest())
		}
		k = &kept{}
		s.have[id] = k
	}
	k.used = s.used
	return k
}

func (s *Shelf) oldest() (id string) {
	for at, k := range s.have {
		if id == "" || k.used < s.have[id].used {
			id = at
		}
	}
	return id
}

func (s *Shelf) forget(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.have, id)
}

func remake(r db.Reader, id string) (*Published, error) {
	x, err := Find(r, id)
	if err != nil {
		return nil, err
	}
	p, faults := Publish(x.Data, x.Framework, x.Recipe)
	if len(faults) > 0 {
		return nil, fmt.Errorf("%w: number %d: %w", ErrDoesNotHold, x.Number, faults)
	}
	if p.SHA256() != x.SHA256 {
		return nil, fmt.Errorf("%w: number %d: %s was published, and %s comes of it", ErrDoesNotHold, x.Number, x.SHA256, p.SHA256())
	}
	return p, nil
}
