// Package review is the assessment of an application: two experts read it apart and blind, each fills in a sheet over
// the call's criteria, and the two totals become one score.
//
// Three things here are pure and exact, so that an applicant, a court or a program in another country can redo them by
// hand:
//
//   - what an expert typed becomes a score (ParseScore);
//   - one expert's marks over the criteria become subtotals and a total (Grid.Total);
//   - the totals of two or three experts become the score that ranks (Policy.Settle); where the call lets one expert
//     score alone, as a small grants scheme may, that one total does.
//
// Points are whole hundredths of a point in an int64 and never floats: 82.5 points is 8250. The average of two scores
// can end in half a hundredth, so what ranks is kept as the sum of the two scores that count, named Twice, which is
// twice the average and always whole; Plain and Fixed write it as the average.
//
// An expert cannot see the other's score before having locked their own (rule L3); that is guarded where scores are
// stored and shown. Here a score is a number that has been given.
package review
