package dev.atom.vault.store;

import java.util.Optional;

/** What a row is for. An engine needs only the number; the names are for whoever reads a dump. */
public enum RowKind {
  /** The vault's header: its id and its keys, wrapped. One row; its id is empty. */
  HEADER(0),
  /** A tenant's data key, wrapped. Id: 16 bytes for the tenant, 4 for the generation. */
  DATA_KEY(1),
  /** A tenant: what it has, and how its audit stands. Id: 16 bytes for the tenant. */
  TENANT(2),
  /** A part of what a large tenant has. Id: 16 bytes for the tenant, 4 for the part. */
  MANIFEST(3),
  /** A secret's newest version. Id: 16 bytes for the tenant, 16 for the secret. */
  SECRET(4),
  /** An older version of a secret. Id: as the secret's, and 8 bytes for the version. */
  VERSION(5),
  /** When a secret was used last and what a check of it found. Id: as the secret's. */
  STATUS(6),
  /** An entry of a tenant's audit. Id: 16 bytes for the tenant, 8 for the number. */
  AUDIT(7),
  /** Who refreshes a grant at the moment. Id: as the secret's. */
  LEASE(8);

  /** The longest id of a row, in bytes. */
  public static final int LONGEST_ID = 40;

  private final int number;

  RowKind(int number) {
    this.number = number;
  }

  /**
   * Returns the number that stands for the kind in a file or a database.
   *
   * @return 0 to 255; never changes
   */
  public int number() {
    return number;
  }

  /**
   * Returns the kind with a number.
   *
   * @param number as {@link #number} returns it
   * @return the kind; empty if this version knows none
   */
  public static Optional<RowKind> of(int number) {
    RowKind[] all = values();
    return number >= 0 && number < all.length ? Optional.of(all[number]) : Optional.empty();
  }
}
