package dev.atom.vault.migrate;

/** What happens with an entry where the vault has another value already. */
public enum OtherValue {
  /** Nothing: it is reported, for somebody to decide. */
  SKIP,
  /** The source's value goes into the vault. */
  REPLACE,
  /** The vault's value counts, and the source's may go. */
  KEEP
}
