package demo

import (
	"context"
	"fmt"
	"log/slog"
	"sync"

	"vekst/grants/call"
	"vekst/grants/review"
	"vekst/grants/selection"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/period"
)

// colleagues do the rest of a stage when a visitor asks them to, one stage at a time, while the page shows how far they
// have come.
type colleagues struct {
	log     *slog.Logger
	mu      sync.Mutex
	running string // the stage they are at; "" when they rest
	failed  bool   // the last time
}

// theStages are what colleagues can be asked to do, in the order of the work, with what applications then wait for.
// Everything up to the ranking is the last; ranking and decision are left to the visitor.
var theStages = []struct {
	name  string
	waits review.Waiting
}{{"check", review.ForCheck}, {"experts", review.ForExperts}, {"scores", review.ForScores}, {"third", review.ForThird}}

const allStages = "everything"

// stage is one of them as the page shows it.
type stage struct {
	Name, Title string
	Waiting     int        // applications
	Status      web.Status // in words
	CanStart    bool
}

// workView is the part of the page about the colleagues. Ready says that the call has closed and no list is frozen.
type workView struct {
	Ready, Ranked, Decided, Failed bool
	Running                        string // what they do now, in words
	Stages                         []stage
	Left                           int // applications that wait for anything
}

// view tells how far the assessment of the small grants scheme has come; nothing before the call has closed.
func (c *colleagues) view(q *web.Request) (workView, error) {
	d, err := call.Find(q.Reader(), grantsCall)
	if err != nil || d.Window.At(q.Site.Door.Now()) != period.Closed {
		return workView{}, err
	}
	results, err := review.Results(q.Reader(), grantsCall)
	if err != nil {
		return workView{}, err
	}
	v := c.progress(q, results)
	frozen, err := review.IsClosed(q.Reader(), grantsCall)
	if err != nil {
		return v, err
	}
	v.Ready = !frozen
	_, err = selection.FindDecision(q.Reader(), grantsCall)
	if v.Decided = err == nil; refusal.KindOf(err) == refusal.Missing {
		err = nil
	}
	return v, err
}

// progress counts what applications wait for, stage by stage.
func (c *colleagues) progress(q *web.Request, results []review.Result) workView {
	waits := map[review.Waiting]int{}
	for _, r := range results {
		waits[r.Waiting]++
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	v := workView{Left: len(results) - waits[""], Failed: c.failed}
	v.Ranked = v.Left == 0
	if c.running != "" {
		v.Running = q.T("demo.work." + c.running)
	}
	for _, s := range theStages {
		v.Stages = append(v.Stages, stageOf(q, s.name, waits[s.waits], c.running == ""))
	}
	return v
}

func stageOf(q *web.Request, name string, waiting int, rest bool) stage {
	s := stage{Name: name, Title: q.T("demo.work." + name), Waiting: waiting, CanStart: waiting > 0 && rest}
	s.Status = web.Status{State: "done", Words: q.T("demo.work.nothing")}
	if waiting > 0 {
		s.Status = web.Status{State: "now", Words: q.T("demo.work.waiting", "Count", waiting)}
	}
	return s
}

// begin lets the colleagues begin with a stage, unless they are at work already.
func (c *colleagues) begin(door *action.Door, name string) error {
	if !isStage(name) {
		return refusal.New(refusal.Missing, "look.refusal.missing")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running != "" {
		return nil
	}
	c.running = name
	go c.do(door, name)
	return nil
}

func isStage(name string) bool {
	for _, s := range theStages {
		if s.name == name {
			return true
		}
	}
	return name == allStages
}

// do works until the stage is done. What was done stays done if it fails.
func (c *colleagues) do(door *action.Door, name string) {
	err := finishStage(context.Background(), door, name)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running, c.failed = "", err != nil
	if err != nil && c.log != nil {
		c.log.Error("colleagues", "stage", name, "error", err)
	}
}

// finishStage does what is left of a stage of the small grants scheme, or of all of them.
func finishStage(ctx context.Context, door *action.Door, name string) error {
	t, err := newTeam(ctx, door, grantsCall)
	if err != nil {
		return err
	}
	steps := map[string][]func() error{
		"check":   {func() error { return t.check(ctx) }},
		"experts": {func() error { return t.draw(ctx, "", door.Now()) }},
		"scores":  {func() error { return t.score(ctx) }},
		"third":   {func() error { return t.third(ctx, "", door.Now()) }},
	}
	for _, s := range theStages {
		steps[allStages] = append(steps[allStages], steps[s.name]...)
	}
	for _, step := range steps[name] {
		if err := step(); err != nil && !isNothingToDo(err) {
			return fmt.Errorf("demo: %s: %w", name, err)
		}
	}
	return nil
}

// isNothingToDo says whether a step found its work done, as when a visitor was quicker.
func isNothingToDo(err error) bool {
	kind := refusal.KindOf(err)
	return kind == refusal.Conflict || kind == refusal.Closed
}

// start is the form by which a visitor asks the colleagues.
func (p pages) start(q *web.Request) (web.Answer, error) {
	if err := p.colleagues.begin(q.Site.Door, q.Value("stage")); err != nil {
		return nil, err
	}
	return web.See(q.Link("/demo") + "#colleagues"), nil
}
