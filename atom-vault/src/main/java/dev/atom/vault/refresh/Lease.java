package dev.atom.vault.refresh;

import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.store.Bytes;

/**
 * Who may refresh a grant. Its row's revision is the fence: it goes up with every holder, and what a
 * holder stores is stored only together with a change of the row that still has its fence.
 *
 * <p>As bytes: format (1), owner (16), until (8), time (8).
 *
 * @param fence the revision of the row; 0 if there is none
 * @param owner which {@link VaultGrants}, at random
 * @param until when it ends, in milliseconds since 1970 on the owner's clock; 0 if it was given back
 * @param time how long it was taken for, in milliseconds
 */
public record Lease(long fence, Bytes owner, long until, long time) {
  /** How many bytes name an owner. */
  static final int OWNER = 16;

  private static final int FORMAT = 1;
  private static final Bytes NOBODY = Bytes.wrapping(new byte[OWNER]);

  /** The lease that nobody ever had. */
  public static Lease none() {
    return new Lease(0, NOBODY, 0, 0);
  }

  /** A lease that can't be read: whoever has it has it until it was seen for long enough. */
  public static Lease unreadable(long fence) {
    return new Lease(fence, NOBODY, Long.MAX_VALUE, 0);
  }

  /** The lease for somebody. */
  static Lease of(Bytes owner, long until, long time) {
    return new Lease(0, owner, until, time);
  }

  /** The lease given back. */
  Lease free() {
    return new Lease(fence, owner, 0, 0);
  }

  /** Whether it was given back, or is over though its owner's clock may differ. */
  boolean over(long now, long clockDifference) {
    return until == 0 || (until < now && now - until > clockDifference);
  }

  /** What is sealed. */
  public byte[] toByteArray() {
    return new FieldWriter(64).u8(FORMAT).fixed(owner).i64(until).i64(time).toByteArray();
  }

  /** Reads what {@link #toByteArray} wrote. */
  public static Lease parse(byte[] bytes, long fence) throws FieldReader.Malformed {
    FieldReader from = new FieldReader(bytes);
    if (from.u8() != FORMAT) {
      throw new FieldReader.Malformed("a lease has an unknown format");
    }
    Lease lease = new Lease(fence, from.fixed(OWNER), from.i64(), from.i64());
    from.end();
    return lease;
  }
}
