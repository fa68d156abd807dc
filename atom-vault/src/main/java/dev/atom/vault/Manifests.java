package dev.atom.vault;

import dev.atom.vault.Part.Entry;
import dev.atom.vault.TamperedRecord.How;
import dev.atom.vault.TenantState.Manifest;
import dev.atom.vault.seal.FieldReader;
import dev.atom.vault.seal.FieldWriter;
import dev.atom.vault.store.Bytes;
import dev.atom.vault.store.Row;
import dev.atom.vault.store.RowKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which rows a tenant's secrets have. Up to {@value #WHOLE} secrets the manifest stands in the
 * tenant's row; beyond that it is spread over rows of its own, two to the power of {@code bits}, of
 * which each is sealed and all together are summed up in the tenant's row (a sum of HMACs, after
 * MSet-Add-Hash of Clarke and others, 2003), so that one change costs one part however many there
 * are.
 */
final class Manifests {
  static final int WHOLE = 64;
  private static final int MOST_BITS = 12;
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  private final Tenants tenants;

  Manifests(Tenants tenants) {
    this.tenants = tenants;
  }

  /** What the manifest says of a secret's row. */
  Entry find(Tenant tenant, TenantState state, RowKey secret) {
    return ofShortId(tenant, state, Ids.shortId(secret));
  }

  /** What the manifest says of a shortened id. */
  Entry ofShortId(Tenant tenant, TenantState state, long id) {
    if (state.manifest().bits() == 0) {
      return state.manifest().part().find(id);
    }
    int index = Part.indexOf(id, state.manifest().bits());
    Part part = tenant.part(index, state.epoch());
    if (part == null) {
      part = read(tenant, index).map(Held::part).orElse(Part.EMPTY);
      tenant.keep(index, state.epoch(), part);
    }
    return part.find(id);
  }

  /** The shortened ids of all secrets that the manifest names. */
  List<Long> ids(Tenant tenant, TenantState state) {
    List<Long> ids = new ArrayList<>();
    if (state.manifest().bits() == 0) {
      state.manifest().part().ids().forEach(ids::add);
      return ids;
    }
    for (int i = 0; i < 1 << state.manifest().bits(); i++) {
      read(tenant, i).ifPresent(held -> held.part().ids().forEach(ids::add));
    }
    return ids;
  }

  /**
   * A part as it is in the store.
   *
   * @param row the row
   * @param part what it says
   */
  record Held(Row row, Part part) {}

  Optional<Held> read(Tenant tenant, int index) {
    return tenants.store().get(Ids.part(tenant.id, index)).map(row -> opened(tenant, row));
  }

  Held opened(Tenant tenant, Row row) {
    try {
      byte[] plain = tenants.seal().open(tenants.key(tenant, RowSeal.generation(row)), row);
      FieldReader from = new FieldReader(plain);
      Part part = Part.read(from);
      from.end();
      return new Held(row, part);
    } catch (GeneralSecurityException | FieldReader.Malformed e) {
      throw new TamperedRecord(
          How.CHANGED,
          "a part of what the tenant '%s' has can't be trusted: %s; restore the vault"
              .formatted(Words.safe(tenant.state().name()), e.getMessage()));
    }
  }

  /** Names new rows in the manifest, as part of a change. */
  TenantState with(TenantChange change, TenantState state, Map<RowKey, Entry> edits) {
    if (state.manifest().bits() > 0) {
      return inParts(change, state, edits);
    }
    Part part = edited(state.manifest().part(), edits);
    if (part.size() <= WHOLE) {
      return state.withManifest(new Manifest(part.size(), 0, part, TenantState.ZERO));
    }
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(part.size() / WHOLE);
    return spread(change, state, part, bits, Map.of());
  }

  /** Seals parts anew with the data key in use, as part of a change that names no rows. */
  TenantState resealed(TenantChange change, TenantState state, List<Held> parts) {
    BigInteger digest = number(state.manifest().digest());
    for (Held held : parts) {
      int index = Ids.number(held.row().key());
      Row row = write(change, index, Optional.of(held.row()), held.part());
      digest = digest.subtract(term(held.row())).add(term(row));
    }
    return state.withManifest(
        new Manifest(state.manifest().count(), state.manifest().bits(), Part.EMPTY, bytes(digest)));
  }

  /** The sum over all parts, for a check of the whole. */
  Bytes digest(Iterable<Row> parts) {
    BigInteger sum = BigInteger.ZERO;
    for (Row row : parts) {
      sum = sum.add(term(row));
    }
    return bytes(sum);
  }

  private TenantState inParts(TenantChange change, TenantState state, Map<RowKey, Entry> edits) {
    boolean crowded =
        state.manifest().count() + edits.size() > (long) WHOLE << state.manifest().bits();
    if (crowded && state.manifest().bits() < MOST_BITS) {
      return grown(change, state, edits);
    }
    Map<Integer, Map<RowKey, Entry>> byPart = new TreeMap<>();
    edits.forEach(
        (key, entry) ->
            byPart
                .computeIfAbsent(
                    Part.indexOf(Ids.shortId(key), state.manifest().bits()),
                    index -> new TreeMap<>())
                .put(key, entry));
    BigInteger digest = number(state.manifest().digest());
    long count = state.manifest().count();
    for (Map.Entry<Integer, Map<RowKey, Entry>> of : byPart.entrySet()) {
      Optional<Held> held = read(change.tenant(), of.getKey());
      Part before = held.map(Held::part).orElse(Part.EMPTY);
      Part after = edited(before, of.getValue());
      Row row = write(change, of.getKey(), held.map(Held::row), after);
      digest = digest.subtract(held.map(Held::row).map(this::term).orElse(BigInteger.ZERO));
      digest = digest.add(term(row));
      count += after.size() - before.size();
    }
    return state.withManifest(
        new Manifest(count, state.manifest().bits(), Part.EMPTY, bytes(digest)));
  }

  /** Twice as many parts. */
  private TenantState grown(TenantChange change, TenantState state, Map<RowKey, Entry> edits) {
    Map<Integer, Row> old = new TreeMap<>();
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < 1 << state.manifest().bits(); i++) {
      Optional<Held> held = read(change.tenant(), i);
      if (held.isPresent()) {
        old.put(i, held.get().row());
        parts.add(held.get().part());
      }
    }
    return spread(
        change, state, edited(Part.joined(parts), edits), state.manifest().bits() + 1, old);
  }

  private TenantState spread(
      TenantChange change, TenantState state, Part all, int bits, Map<Integer, Row> old) {
    BigInteger digest = BigInteger.ZERO;
    List<Part> parts = all.split(bits);
    for (int i = 0; i < parts.size(); i++) {
      Row row = write(change, i, Optional.ofNullable(old.get(i)), parts.get(i));
      digest = digest.add(term(row));
    }
    return state.withManifest(new Manifest(all.size(), bits, Part.EMPTY, bytes(digest)));
  }

  private static Part edited(Part part, Map<RowKey, Entry> edits) {
    Part edited = part;
    for (Map.Entry<RowKey, Entry> edit : edits.entrySet()) {
      long id = Ids.shortId(edit.getKey());
      edited =
          edit.getValue().revision() == 0 ? edited.without(id) : edited.with(id, edit.getValue());
    }
    return edited;
  }

  private Row write(TenantChange change, int index, Optional<Row> old, Part part) {
    FieldWriter plain = new FieldWriter(8 + part.size() * 24);
    part.write(plain);
    return change.put(
        Ids.part(change.tenant().id, index),
        old.map(Row::revision).orElse(0L),
        plain.toByteArray());
  }

  private BigInteger term(Row row) {
    byte[] input =
        new FieldWriter()
            .sized(row.key().id())
            .i64(row.revision())
            .i64(Part.tagOf(row.content()))
            .toByteArray();
    return new BigInteger(1, tenants.roots().functions().digests().all(input));
  }

  private static BigInteger number(Bytes bytes) {
    return new BigInteger(1, bytes.toArray());
  }

  private static Bytes bytes(BigInteger sum) {
    byte[] value = sum.mod(MODULUS).toByteArray();
    byte[] whole = new byte[32];
    int from = Math.max(0, value.length - 32);
    System.arraycopy(value, from, whole, 32 - (value.length - from), value.length - from);
    return Bytes.wrapping(whole);
  }
}
