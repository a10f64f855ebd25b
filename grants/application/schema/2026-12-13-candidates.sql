-- An organisation that took an invitation with another number than the applicant has written in the row: it does not take part, and
-- sees nothing, until the applicant says that it is the right one. '' for none.
ALTER TABLE application_partners ADD COLUMN candidate TEXT NOT NULL DEFAULT '';
