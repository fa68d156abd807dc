package dev.atom.coordinator;

import java.util.Locale;

/** How bad a finding is, from the mildest to the worst. */
public enum Severity {
  /** Worth a look. */
  NOTICE,
  /** Late, or certain to be if nothing changes. */
  WARNING,
  /** Late by much, or never to be finished. */
  CRITICAL;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
