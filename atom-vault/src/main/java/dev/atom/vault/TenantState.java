package dev.atom.vault;

import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.store.Bytes;

/**
 * What a tenant's row says. Immutable.
 *
 * @param name the tenant's name
 * @param epoch the row's revision: how many commits the tenant has seen
 * @param generation of the data key that seals what is written now
 * @param created in milliseconds since 1970
 * @param audits the number of the newest entry of the audit; 0 if none
 * @param chain SHA-256 over all entries of the audit up to that
 * @param forgotten the number of the newest entry that was dropped; 0 if none
 * @param forgottenChain the chain up to that
 * @param count how many secrets the manifest names
 * @param bits the manifest has two to this power parts; 0 if it is whole in {@code part}
 * @param part the manifest, if it is whole
 * @param digest the sum over all parts, if it isn't
 */
record TenantState(
    String name,
    long epoch,
    int generation,
    long created,
    long audits,
    Bytes chain,
    long forgotten,
    Bytes forgottenChain,
    long count,
    int bits,
    Part part,
    Bytes digest) {
  static final Bytes ZERO = Bytes.wrapping(new byte[32]);

  static TenantState fresh(String name, int generation, long now) {
    return new TenantState(name, 0, generation, now, 0, ZERO, 0, ZERO, 0, 0, Part.EMPTY, ZERO);
  }

  TenantState withManifest(long newCount, int newBits, Part newPart, Bytes newDigest) {
    return new TenantState(
        name,
        epoch,
        generation,
        created,
        audits,
        chain,
        forgotten,
        forgottenChain,
        newCount,
        newBits,
        newPart,
        newDigest);
  }

  TenantState withAudit(long number, Bytes newChain) {
    return new TenantState(
        name,
        epoch,
        generation,
        created,
        number,
        newChain,
        forgotten,
        forgottenChain,
        count,
        bits,
        part,
        digest);
  }

  TenantState withForgotten(long number, Bytes upTo) {
    return new TenantState(
        name, epoch, generation, created, audits, chain, number, upTo, count, bits, part, digest);
  }

  TenantState withGeneration(int newGeneration) {
    return new TenantState(
        name,
        epoch,
        newGeneration,
        created,
        audits,
        chain,
        forgotten,
        forgottenChain,
        count,
        bits,
        part,
        digest);
  }

  TenantState withEpoch(long newEpoch) {
    return new TenantState(
        name,
        newEpoch,
        generation,
        created,
        audits,
        chain,
        forgotten,
        forgottenChain,
        count,
        bits,
        part,
        digest);
  }

  byte[] toByteArray() {
    FieldWriter to = new FieldWriter(256).text(name).u32(generation).i64(created);
    to.i64(audits).fixed(chain).i64(forgotten).fixed(forgottenChain);
    to.i64(count).u8(bits);
    if (bits == 0) {
      part.write(to);
    } else {
      to.fixed(digest);
    }
    return to.toByteArray();
  }

  static TenantState parse(byte[] bytes, long epoch) throws FieldReader.Malformed {
    FieldReader from = new FieldReader(bytes);
    String name = from.text();
    int generation = from.u32();
    long created = from.i64();
    long audits = from.i64();
    Bytes chain = from.fixed(32);
    long forgotten = from.i64();
    Bytes forgottenChain = from.fixed(32);
    long count = from.i64();
    int bits = from.u8();
    Part part = bits == 0 ? Part.read(from) : Part.EMPTY;
    Bytes digest = bits == 0 ? ZERO : from.fixed(32);
    from.end();
    return new TenantState(
        name,
        epoch,
        generation,
        created,
        audits,
        chain,
        forgotten,
        forgottenChain,
        count,
        bits,
        part,
        digest);
  }
}
