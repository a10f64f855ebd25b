package mail

import (
	"context"
	"fmt"
	"net/mail"
	"net/url"
	"strconv"

	gomail "github.com/wneessen/go-mail"

	"vekst/value/address"
)

// server is where letters are handed in.
type server struct {
	host    string
	options []gomail.Option
	from    *mail.Address
}

// newServer reads the setting smtp. smtps:// encrypts from the first byte. smtp:// encrypts as soon as the server offers
// it, and insists on it when there is a password to protect.
func newServer(location, from string) (*server, error) {
	u, err := url.Parse(location)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" {
		return nil, fmt.Errorf("setting smtp: want smtp://user:password@host:587 or smtps://host:465")
	}
	sender, err := mail.ParseAddress(from)
	if err != nil {
		return nil, fmt.Errorf("setting mail-from: %w", err)
	}
	s := &server{host: u.Hostname(), from: sender}
	port := 587
	if u.Scheme == "smtps" {
		port = 465
	}
	if p := u.Port(); p != "" {
		if port, err = strconv.Atoi(p); err != nil {
			return nil, fmt.Errorf("setting smtp: the port is not a number")
		}
	}
	s.options = append(security(u), gomail.WithPort(port))
	return s, nil
}

func security(u *url.URL) []gomail.Option {
	var o []gomail.Option
	password, hasPassword := u.User.Password()
	switch {
	case u.Scheme == "smtps":
		o = append(o, gomail.WithSSL())
	case hasPassword:
		o = append(o, gomail.WithTLSPolicy(gomail.TLSMandatory))
	default:
		o = append(o, gomail.WithTLSPolicy(gomail.TLSOpportunistic))
	}
	if hasPassword {
		o = append(o, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	return o
}

// send returns nil only after the server accepted the letter.
func (s *server) send(ctx context.Context, m Mail, messageID string) error {
	message, err := s.message(m, messageID)
	if err != nil {
		return err
	}
	client, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return err
	}
	if err := client.DialWithContext(ctx); err != nil {
		return err
	}
	err = client.Send(message)
	_ = client.Close()
	if message.IsDelivered() {
		return nil // what goes wrong after the server's yes is no reason to send it again
	}
	return err
}

func (s *server) message(m Mail, messageID string) (*gomail.Msg, error) {
	message := gomail.NewMsg()
	if err := message.FromFormat(s.from.Name, s.from.Address); err != nil {
		return nil, err
	}
	to, err := address.ASCII(m.To)
	if err != nil {
		return nil, err
	}
	if err := message.AddToFormat(m.Name, to); err != nil {
		return nil, err
	}
	message.Subject(m.Subject)
	message.SetMessageIDWithValue(messageID)
	message.SetDateWithValue(m.At)
	message.SetGenHeader("Auto-Submitted", "auto-generated")
	message.SetGenHeader("Content-Language", m.Lang)
	if m.Stop != "" { // one press in the reader's mail program, RFC 8058
		message.SetGenHeader("List-Unsubscribe", "<"+m.Stop+">")
		message.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	message.SetBodyString(gomail.TypeTextPlain, m.Body)
	message.AddAlternativeString(gomail.TypeTextHTML, asHTML(m))
	return message, nil
}
