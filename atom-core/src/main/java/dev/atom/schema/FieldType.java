package dev.atom.schema;

/** The type of a field's value. Values are normalised to the form given here. */
public enum FieldType {
  /** Free text: a JSON string, trimmed. */
  TEXT,
  /** One of the field's choices: a JSON string. */
  CHOICE,
  /** A whole number: a JSON number. */
  INTEGER,
  /** An exact number: a JSON number. */
  DECIMAL,
  /** Yes or no: a JSON boolean. */
  BOOLEAN,
  /** A calendar day: a JSON string such as {@code 2026-11-21}. */
  DATE,
  /** A time of day: a JSON string such as {@code 17:30}. */
  TIME,
  /** An instant: a JSON string in UTC such as {@code 2026-11-21T17:30:00Z}. */
  INSTANT
}
