package dev.atom.rules;

/** What a condition found when it looked at its field, before any complement is taken. */
public enum Finding {
  /** The field is as the positive operator asks. */
  MATCHES,
  /** The field is of a fitting type, but not as asked. */
  DIFFERS,
  /** The field, or the field it is compared with, is missing or {@code null}. */
  MISSING,
  /** The field, or the field it is compared with, is of a type that the operator can't compare. */
  WRONG_TYPE,
  /** The external fact was asked for, and there was no answer in time. */
  UNAVAILABLE,
  /** The external fact was not asked for, because the rule was decided without it. */
  NOT_ASKED,
  /** The comparison needs a time zone, and the facts have none. */
  NEEDS_ZONE;

  static Finding of(boolean matches) {
    return matches ? MATCHES : DIFFERS;
  }
}
