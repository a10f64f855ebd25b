// Package mail sends letters. An action leaves a letter in the outbox, in its own transaction: tx.Tell("mail", letter). A
// job writes it in the reader's language, keeps it in the table mails under the identifier of the outbox line, and gives
// it to a mail server. A letter is marked as sent only after the server accepted it, and a marked letter is not sent again.
//
// Between the server's yes and our mark a crash can repeat a letter; nothing can prevent that with SMTP. The Message-ID
// is made of the outbox line, so the repeat has the same one, by which servers and readers recognise it.
package mail

// Kind is the outbox kind of a letter.
const Kind = "mail"

// Letter is what an action tells. Key names two messages of the catalog, Key.subject and Key.body, which Args fill; a
// blank line in the body begins a new paragraph. An argument that begins with "/" is a path of ours and is completed with
// the site's address, so that actions need not know it.
type Letter struct {
	To   string            // address
	Name string            // of the reader, for the To line; may be empty
	Lang string            // bg, nb or en
	Key  string            // account.mail.confirm
	Args map[string]string // what the sentences want

	Count int    // chooses the plural form of the subject and the body, where they have one
	Parts []Part // what a letter of many things lists; the body shows it as {{.Parts}}
	Foot  string // key of a sentence at the very end: why this letter comes and cannot be stopped
	Stop  string // path by which letters of this sort are stopped without signing in; "" where they cannot be (RFC 8058)
}

// Part is one matter of a letter of many things: a heading, what happened, and where to read on.
type Part struct {
	Title, Link string
	Lines       []Line
}

// Line is one sentence of a Part, by its key in the catalog. A Count above zero chooses its plural form.
type Line struct {
	Key   string
	Args  map[string]string
	Count int
}
