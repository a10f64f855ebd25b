package notice

import (
	"strconv"
	"time"

	"vekst/platform/refusal"
	"vekst/platform/web"
)

func seeAll(q *web.Request) (web.Answer, error) {
	if _, err := web.Do(q, See, nil); err != nil {
		return nil, err
	}
	return web.See("/notices?done=seen"), nil
}

func choose(q *web.Request) (web.Answer, error) {
	c := Choosing{Settings{Hour: number(q, "hour"), Weekday: time.Weekday(number(q, "weekday")), Zone: q.Value("zone")}, map[string]Way{}}
	for _, k := range Kinds() {
		if _, sent := q.PostForm[k.Key]; sent {
			c.Ways[k.Key] = Way(q.Value(k.Key))
		}
	}
	if _, err := web.Do(q, Choose, c); refusal.KindOf(err) == refusal.Invalid {
		return lettersPage.Refuse(newLetters(q, c, err)), nil
	} else if err != nil {
		return nil, err
	}
	return web.See("/notices/letters?done=saved"), nil
}

// number reads a number; -1, which is refused, where there is none.
func number(q *web.Request, name string) int {
	n, err := strconv.Atoi(q.Value(name))
	if err != nil {
		return -1
	}
	return n
}

// stop stops letters. A mail program that does it for its reader says so, and wants no other page (RFC 8058).
func stop(q *web.Request) (web.Answer, error) {
	if _, err := web.Do(q, Stop, q.PathValue("token")); err != nil {
		return nil, err
	}
	if q.Value("List-Unsubscribe") == "One-Click" {
		return showStop(q)
	}
	return web.See("/stop/" + q.PathValue("token")), nil
}

func resume(q *web.Request) (web.Answer, error) {
	if _, err := web.Do(q, Resume, q.PathValue("token")); err != nil {
		return nil, err
	}
	return web.See("/stop/" + q.PathValue("token")), nil
}
