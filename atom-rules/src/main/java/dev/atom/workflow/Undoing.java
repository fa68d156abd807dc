package dev.atom.workflow;

/** What is to become of what can't be taken back when a run goes back to an earlier step. */
public enum Undoing {
  /** It must not go back then. */
  COMPLETE,
  /** It stays as it is, and happens once more. */
  AS_FAR_AS_POSSIBLE
}
