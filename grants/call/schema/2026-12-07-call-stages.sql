CREATE INDEX calls_archived ON calls (archived) WHERE archived > 0;
