package follow

import (
	"errors"

	"vekst/grants/notice"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

func start(q *web.Request) (web.Answer, error) {
	if _, err := web.Do(q, Start, q.PathValue("call")); err != nil {
		return nil, err
	}
	return web.See(q.Link("/calls/" + q.PathValue("call"))), nil
}

func stop(q *web.Request) (web.Answer, error) {
	if _, err := web.Do(q, Stop, q.PathValue("call")); err != nil {
		return nil, err
	}
	if q.Value("from") == "following" {
		return web.See("/following?done=stopped"), nil
	}
	return web.See(q.Link("/calls/" + q.PathValue("call"))), nil
}

func saveSearch(q *web.Request) (web.Answer, error) {
	s := Saving{Search{Name: q.Value("name"), Query: q.Value("q"), Area: q.Value("area"), Place: q.Value("place"), Moment: Moment(q.Value("moment"))},
		notice.Way(q.Value("way"))}
	_, err := web.Do(q, Save, s)
	var r *refusal.Refusal
	switch {
	case err == nil:
		return web.See("/following?done=saved"), nil
	case refusal.KindOf(err) == refusal.Invalid:
		return searchPage.Refuse(searchForm(q, s, err)), nil
	case refusal.KindOf(err) == refusal.TooMany && errors.As(err, &r):
		return searchPage.Refuse(searchForm(q, s, refusal.Of([]refusal.Complaint{{Key: r.Key, Args: r.Args}}))), nil
	}
	return nil, err
}

func rename(q *web.Request) (web.Answer, error) {
	id := q.PathValue("search")
	_, err := web.Do(q, Rename, Renaming{id, q.Value("name-" + id)})
	if refusal.KindOf(err) == refusal.Invalid {
		v, failed := following(q, id, err)
		return followingPage.Refuse(v), failed
	}
	return web.See("/following?done=renamed"), err
}

func remove(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Delete, q.PathValue("search"))
	return web.See("/following?done=deleted&search=" + q.PathValue("search")), err
}

func restore(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Restore, q.PathValue("search"))
	return web.See("/following?done=restored"), err
}

func drop(q *web.Request) (web.Answer, error) {
	d := Dropping{Search: q.PathValue("search"), Call: q.Value("call"), Kind: q.Value("kind"), Back: q.Value("back") != ""}
	if _, err := web.Do(q, Drop, d); err != nil {
		return nil, err
	}
	if d.Back {
		return web.See("/following?done=back"), nil
	}
	return web.See("/following?done=dropped"), nil
}
