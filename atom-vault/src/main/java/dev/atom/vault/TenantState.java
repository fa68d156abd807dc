package dev.atom.vault;

import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.store.Bytes;

/**
 * What a tenant's row says. Immutable.
 *
 * @param name the tenant's name
 * @param epoch the row's revision: how many commits the tenant has seen
 * @param key the data key that seals what is written now
 * @param created in milliseconds since 1970
 * @param audit the newest entry of the audit
 * @param dropped the newest entry of the audit that was dropped
 * @param manifest which rows its secrets have
 */
record TenantState(
    String name,
    long epoch,
    ActiveKey key,
    long created,
    Link audit,
    Link dropped,
    Manifest manifest) {
  static final Bytes ZERO = Bytes.wrapping(new byte[32]);

  /**
   * A data key in use.
   *
   * @param generation counts from 1
   * @param made in milliseconds since 1970
   * @param seals how often it was used to seal what was written
   */
  record ActiveKey(int generation, long made, long seals) {}

  /**
   * A point of the audit.
   *
   * @param number of the entry; 0 if there is none
   * @param chain SHA-256 over all entries up to it
   */
  record Link(long number, Bytes chain) {
    static final Link NONE = new Link(0, ZERO);

    private void write(FieldWriter to) {
      to.i64(number).fixed(chain);
    }

    private static Link read(FieldReader from) throws FieldReader.Malformed {
      return new Link(from.i64(), from.fixed(32));
    }
  }

  /**
   * Which rows a tenant's secrets have.
   *
   * @param count how many secrets it names
   * @param bits it has two to this power parts; 0 if it is whole in {@code part}
   * @param part all of it, if it is whole
   * @param digest the sum over all parts, if it isn't
   */
  record Manifest(long count, int bits, Part part, Bytes digest) {
    static final Manifest EMPTY = new Manifest(0, 0, Part.EMPTY, ZERO);

    private void write(FieldWriter to) {
      to.i64(count).u8(bits);
      if (bits == 0) {
        part.write(to);
      } else {
        to.fixed(digest);
      }
    }

    private static Manifest read(FieldReader from) throws FieldReader.Malformed {
      long count = from.i64();
      int bits = from.u8();
      return bits == 0
          ? new Manifest(count, 0, Part.read(from), ZERO)
          : new Manifest(count, bits, Part.EMPTY, from.fixed(32));
    }
  }

  /** The state of a tenant before its first commit. */
  static TenantState fresh(String name, int generation, long epoch, long now) {
    ActiveKey key = new ActiveKey(generation, now, 0);
    return new TenantState(name, epoch, key, now, Link.NONE, Link.NONE, Manifest.EMPTY);
  }

  int generation() {
    return key.generation();
  }

  TenantState withManifest(Manifest newManifest) {
    return new TenantState(name, epoch, key, created, audit, dropped, newManifest);
  }

  TenantState withAudit(Link newest) {
    return new TenantState(name, epoch, key, created, newest, dropped, manifest);
  }

  TenantState withDropped(Link upTo) {
    return new TenantState(name, epoch, key, created, audit, upTo, manifest);
  }

  TenantState withKey(ActiveKey newKey) {
    return new TenantState(name, epoch, newKey, created, audit, dropped, manifest);
  }

  TenantState withSeals(long more) {
    return withKey(new ActiveKey(key.generation(), key.made(), key.seals() + more));
  }

  TenantState withEpoch(long newEpoch) {
    return new TenantState(name, newEpoch, key, created, audit, dropped, manifest);
  }

  byte[] toByteArray() {
    FieldWriter to = new FieldWriter(256).text(name);
    to.u32(key.generation()).i64(key.made()).i64(key.seals()).i64(created);
    audit.write(to);
    dropped.write(to);
    manifest.write(to);
    return to.toByteArray();
  }

  static TenantState parse(byte[] bytes, long epoch) throws FieldReader.Malformed {
    FieldReader from = new FieldReader(bytes);
    String name = from.text();
    ActiveKey key = new ActiveKey(from.u32(), from.i64(), from.i64());
    TenantState state =
        new TenantState(
            name, epoch, key, from.i64(), Link.read(from), Link.read(from), Manifest.read(from));
    from.end();
    return state;
  }
}
